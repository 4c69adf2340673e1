namespace SmsGateway.Tests.Infra;

/// <summary>Parameters with which both sides of every condition in infra/ are seen.</summary>
internal static class ParameterSets
{
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        [nameof(AsGiven)] = AsGiven,
        [nameof(Least)] = Least,
        [nameof(Most)] = Most,
    };

    public const string AsGiven = """
        using './main.bicep'
        extends './main.bicepparam'
        """;

    /// <summary>All that can be switched off is.</summary>
    public const string Least = """
        using './main.bicep'
        extends './main.bicepparam'
        param routing = {}
        param delivery = {}
        param encryptionKeySecretName = ''
        param alwaysReadyHttp = 0
        param alwaysReadyDelivery = 0
        param instanceMemoryMB = 512
        """;

    /// <summary>All that can be switched on is, every kind of carrier, every shape of a setting, and a prefix that no account's name takes.</summary>
    public const string Most = """
        using './main.bicep'
        extends './main.bicepparam'
        param namePrefix = 'Sm-X'
        param callers = {
          auth0: {
            Subject: 'urn:Auth0'
            AudienceSecretName: 'auth0-audience'
            SigningSecretName: 'auth0-signing-secret'
            SigningSecretEncoding: 'Base64Url'
            Algorithms: ['HS256', 'HS512']
            RequireExpiration: true
            MaxTokenAge: '00:05:00'
            RequireBodyHash: true
            Carriers: ['twilio', 'second']
            TimeToLive: '00:03:00'
            Regions: ['AU', 'NZ']
          }
          action: { Scheme: 'StaticBearer', SigningSecretName: 'action-bearer' }
        }
        param carriers = {
          twilio: { Kind: 'Twilio', AccountSid: 'AC00000000000000000000000000000000', ApiKeySid: 'SK00000000000000000000000000000000', ApiKeySecretSecretName: 'twilio-key', MessagingServiceSid: 'MG00000000000000000000000000000000', AlwaysUseFrom: true }
          second: { Kind: 'MessageMedia', ApiKeySecretName: 'mm-key', ApiSecretSecretName: 'mm-secret', Signing: 'Hmac' }
          third: { Kind: 'EightByEight', SubAccountId: 'x', ApiKeySecretName: 'third-key', Region: 'Europe', From: '+15005550006', MaxPerSecond: '0.1', Senders: { NZ: 'Acme', SG: '+6580000000' }, VoiceSubAccountId: 'x-voice', VoiceProfile: 'en-US-A', VoiceProfiles: { de: 'de-DE-A', 'de-AT': 'de-AT-A' } }
          infobip: { Kind: 'Infobip', BaseAddress: 'https://x.api.infobip.com', ApiKeySecretName: 'infobip-key' }
          plivo: { Kind: 'Plivo', AuthId: 'MA0', AuthTokenSecretName: 'plivo-token', PowerpackUuid: '01234567-89ab-cdef-0123-456789abcdef' }
          acs: { Kind: 'AzureCommunication', BaseAddress: 'https://name.communication.azure.com/', From: '+15005550006' }
          telnyx: { Kind: 'Telnyx', ApiKeySecretName: 'telnyx-key', MessagingProfileId: '00000000-0000-0000-0000-000000000000', From: 'Acme' }
          other: { Kind: 'Http', BaseAddress: 'https://sms.example/', Path: 'send', Headers: { Authorization: 'Bearer {secret:other-key}', 'X-Region': '{region}' }, Form: { to: '{recipient}', 'message-text': '{body}' }, IdPointer: '/id' }
        }
        param routing = {
          Default: ['twilio=70', 'second=30']
          Prefixes: { '+61': ['second', 'third'] }
          Regions: { NZ: ['second', 'third'] }
          Balance: 'Weighted'
          Health: { FailureShare: '0.4', MinimumAttempts: 10, SlowAttempt: '00:00:04' }
        }
        param delivery = { TimeToLive: '00:05:00', AttemptTimeout: '00:00:08', UnknownOutcome: 'AssumeSent' }
        param text = {
          SmartEncoding: true
          Templates: {
            all: { Texts: { en: '{code} is your code for {application}', 'pt-BR': 'Seu código: {code}' }, DefaultLocale: 'en', Application: 'Acme', ReplaceBody: true }
            calls: { Caller: 'auth0', ClientId: 'shop', MessageType: 'otp_verify', Channel: 'Voice', Organization: 'Acme', Texts: { en: '{code}, from {organization}' } }
          }
        }
        param admission = {
          Regions: ['AU', 'NZ']
          Kinds: { Personal: 'Allow', Voip: 'Refuse' }
          PerNumber: { Mode: 'Enforce', Burst: 4, Refill: '00:00:30', PerHour: 12, PerDay: 24 }
          PerBlock: { Mode: 'Enforce', PerHour: 200 }
          RegionsPerIp: { PerDay: 4 }
          PerTenant: { PerDay: 5000 }
          Unverified: { Mode: 'Off' }
          WhenStoreIsAway: 'Refuse'
          Quiet: true
        }
        param testNumbers = [
          { Number: '+61491570156', Until: '2027-01-01' }
          { Number: '+61491570157', To: '+61491570159', Until: '2027-01-01T18:00:00Z' }
        ]
        param rollingUpdate = true
        param zoneRedundant = true
        param privateNetwork = true
        param natGatewayId = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/net/providers/Microsoft.Network/natGateways/out'
        param callerIpRanges = ['192.0.2.0/24']
        param vaultIpRanges = ['192.0.2.0/24']
        param grantVaultToDeployer = true
        param recoverVault = true
        param deleteLocks = true
        param alertEmail = 'oncall@example.org'
        param actionGroupIds = ['/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/ops/providers/Microsoft.Insights/actionGroups/duty']
        param alertThresholds = { poison: 2, logGigabytes: 5 }
        param availabilityTest = true
        param budget = { amount: 200, from: '2026-12-01' }
        """;
}
