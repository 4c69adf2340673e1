using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;

namespace SmsGateway.CarrierSimulator.Carriers.Vonage;

/// <summary>An API key with its secret, an application with the public half of its key, or both.</summary>
internal sealed class VonageOptions
{
    [RequiredWith(nameof(ApiSecret))]
    public string? ApiKey { get; set; }

    [RequiredWith(nameof(ApiKey))]
    public string? ApiSecret { get; set; }

    [RequiredWith(nameof(PublicKey))]
    public string? ApplicationId { get; set; }

    /// <summary>PEM; line breaks may be written <c>\n</c>.</summary>
    [RequiredWith(nameof(ApplicationId))]
    [RsaPublicKey]
    public string? PublicKey { get; set; }
}

/// <summary>
/// Vonage's Messages API v1, for texts, and Voice API v1: Basic credentials or an application's token, JSON in and out. Under a
/// prefix, because MessageMedia's path is the same.
/// </summary>
internal sealed class VonageApi(VonageOptions options, TimeProvider time) : ICarrierApi
{
    private const string Calls = "/vonage/v1/calls";
    private const int MaxTextLength = 3200;
    private const int MaxReferenceLength = 100;

    /// <summary>The longest life that Vonage grants a token.</summary>
    private static readonly TimeSpan LongestToken = TimeSpan.FromHours(24);

    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly string? _basic = options is { ApiKey: { } key, ApiSecret: { } secret }
        ? AuthorizationHeader.Basic(key, secret)
        : null;

    private readonly RSAParameters? _publicKey = options.PublicKey is { } pem ? RsaPublicKeyAttribute.Read(pem) : null;

    public IReadOnlyList<string> Paths { get; } = ["/vonage/v1/messages", Calls];

    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body) =>
        (
            AuthorizationHeader.Parameter(request, "Bearer") is { } token
                ? IsValid(token)
                : !IsCall(request)
                    && _basic is not null
                    && AuthorizationHeader.Equal(AuthorizationHeader.Parameter(request, "Basic"), _basic)
        )
            ? null
            : VonageErrors.For(Behaviour.CredentialsRefused);

    public CarrierRequest Read(HttpRequest request, byte[] body) => IsCall(request) ? ReadCall(body) : ReadText(body);

    public Answer Fail(Behaviour behaviour) => VonageErrors.For(behaviour);

    private static bool IsCall(HttpRequest request) => request.Path.Equals(Calls, StringComparison.OrdinalIgnoreCase);

    private static CarrierRequest ReadText(byte[] body)
    {
        if (CarrierRequest.FromJson(body, VonageJson.Default.VonageText) is not { } text)
        {
            return CarrierRequest.Unreadable(VonageErrors.InvalidJson);
        }

        return new CarrierRequest
        {
            Messages = [new ReceivedMessage(text.To, text.From, text.Text)],
            Refusal = ErrorOf(text),
            Accept = now => new Answer(
                202,
                Outcome.Accepted,
                "submitted",
                Answer.Json(
                    new VonageSubmitted(Guid.CreateVersion7(now).ToString()),
                    VonageJson.Default.VonageSubmitted
                )
            ),
        };
    }

    private static CarrierRequest ReadCall(byte[] body)
    {
        if (CarrierRequest.FromJson(body, VonageJson.Default.VonageCall) is not { } call)
        {
            return CarrierRequest.Unreadable(VonageErrors.InvalidJson);
        }

        var talk = call.Ncco is [{ Action: "talk" } first, ..] ? first.Text : null;
        return new CarrierRequest
        {
            Messages =
            [
                new ReceivedMessage(call.To is [{ } to] ? to.Number : null, call.From?.Number, talk, isVoice: true),
            ],
            Refusal = ErrorOf(call, talk),
            Accept = now => new Answer(
                201,
                Outcome.Accepted,
                "started",
                Answer.Json(
                    new VonageStarted(
                        Guid.CreateVersion7(now).ToString(),
                        "started",
                        "outbound",
                        $"CON-{Guid.CreateVersion7(now)}"
                    ),
                    VonageJson.Default.VonageStarted
                )
            ),
        };
    }

    private static Answer? ErrorOf(VonageText text) =>
        text switch
        {
            { Channel: not "sms" } => VonageErrors.Code(1400),
            { MessageType: not "text" } => VonageErrors.Code(1440),
            { From: null or "" } => VonageErrors.Invalid("from", "is required"),
            { Text: not { Length: > 0 and <= MaxTextLength } } => VonageErrors.Invalid("text", "has a wrong length"),
            { Ttl: < 20 or > 604800 } => VonageErrors.Invalid("ttl", "must be from 20 to 604800"),
            { ClientRef.Length: > MaxReferenceLength } => VonageErrors.Code(1450),
            _ when !IsNumber(text.To) => VonageErrors.For(Behaviour.InvalidNumber),
            _ => null,
        };

    private static Answer? ErrorOf(VonageCall call, string? talk) =>
        call switch
        {
            { To: not [{ Type: "phone" }] } => VonageErrors.Invalid("to", "must hold one telephone"),
            { From: null, RandomFromNumber: not true } or { From: not null, RandomFromNumber: true } =>
                VonageErrors.Invalid("from", "is required, or random_from_number in its place"),
            { RingingTimer: < 1 or > 120 } => VonageErrors.Invalid("ringing_timer", "must be from 1 to 120"),
            _ when talk is not { Length: > 0 } => VonageErrors.Invalid("ncco", "must hold actions"),
            _ when call.From is not null && !IsNumber(call.From.Number) => VonageErrors.Invalid(
                "from.number",
                "is not a valid number"
            ),
            _ when !IsNumber(call.To[0]!.Number) => VonageErrors.Invalid("to[0].number", "is not a valid number"),
            _ => null,
        };

    /// <summary>Without a plus sign, as its documents ask for.</summary>
    private static bool IsNumber(string? number) =>
        number is not ['+', ..] && E164.IsNumber(number, plusRequired: false);

    private bool IsValid(string token)
    {
        if (
            _publicKey is not { } publicKey
            || token.Split('.') is not [var header, var payload, var signature]
            || CarrierRequest.FromJson(Decode(header), VonageJson.Default.VonageTokenHeader)?.Alg != "RS256"
            || CarrierRequest.FromJson(Decode(payload), VonageJson.Default.VonageTokenClaims) is not { } claims
        )
        {
            return false;
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        using var rsa = RSA.Create(publicKey);
        return rsa.VerifyData(
                Encoding.ASCII.GetBytes($"{header}.{payload}"),
                Decode(signature),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            )
            && AuthorizationHeader.Equal(claims.ApplicationId, options.ApplicationId!)
            && claims is { Jti.Length: > 0 }
            && claims.Iat <= now + Skew.TotalSeconds
            && claims.Exp > now - Skew.TotalSeconds
            && claims.Exp - claims.Iat <= LongestToken.TotalSeconds;
    }

    /// <summary>Empty when it is not base64url.</summary>
    private static byte[] Decode(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
}

/// <summary>A public key in PEM form.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RsaPublicKeyAttribute : ValidationAttribute
{
    /// <returns>Null when it is none.</returns>
    public static RSAParameters? Read(string pem)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem.Replace("\\n", "\n", StringComparison.Ordinal));
            return rsa.ExportParameters(includePrivateParameters: false);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is string pem && Read(pem) is null
            ? new ValidationResult("The value is no RSA public key in PEM form.", [validationContext.MemberName!])
            : null;
}
