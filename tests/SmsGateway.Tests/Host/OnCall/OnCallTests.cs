using System.Net;
using SmsGateway.Secrets;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Host.OnCall.OnCallDesk;

namespace SmsGateway.Tests.Host.OnCall;

/// <summary>
/// Failures as they are met at night: from the page, from the command line and from the log alone it is found which one it is, since
/// when, whom it hits and what to do. docs/on-call.md is made of these places.
/// </summary>
[StartsProgram]
public sealed class OnCallTests
{
    private const string Which = "which";
    private const string SinceWhen = "since when";
    private const string Whom = "whom";
    private const string Todo = "what to do";

    /// <summary>As many as make a carrier fail, or a caller.</summary>
    private const int Some = 6;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_carrier_refuses_our_account()
    {
        await using var gateway = await OnCallGateway.StartAsync(("Gateway:Routing:Default:1", null));
        await gateway.SetOutageAsync("twilio", "refused");
        await gateway.PostAsync(Some, TokenFactory.Create());
        await gateway.Log.WaitForAsync(line => line.Id.Id == 25);
        var desk = new OnCallDesk(gateway);

        await desk.FindAsync(
            Which,
            ("GET /api/health carriers.twilio.lastOutcome", "Refused"),
            ("$ sms-gateway carriers", "It keeps failing, with 20003."),
            ("log 25", "Route default is down"),
            ("log 21", "twilio Refused 20003")
        );
        await desk.FindAsync(
            SinceWhen,
            ("GET /api/health carriers.twilio.since", Since),
            ("page: twilio fails", Since),
            ("$ sms-gateway carriers", Since),
            ("log 21", Since)
        );
        await desk.FindAsync(
            Whom,
            ("GET /api/health routes.default.detail", "No carrier of it delivers"),
            ("page: Route default delivers nothing", "20003"),
            ("$ sms-gateway carriers", "No carrier of it delivers"),
            ("log 21", "from auth0 to +61")
        );
        await desk.FindAsync(
            Todo,
            ("page: twilio fails", "compare its credentials with those in the vault"),
            ("$ sms-gateway check", "compare its credentials with those in the vault"),
            ("log 11", "No carrier of the route accepts our account")
        );
    }

    [Fact]
    public async Task A_carrier_is_slow()
    {
        await using var gateway = await OnCallGateway.StartAsync(
            ("Gateway:Routing:Health:SlowAttempt", "00:00:00.900")
        );
        await gateway.SetOutageAsync("twilio", "slow");
        await gateway.PostAsync(Some, TokenFactory.Create());
        await gateway.Log.WaitForAsync(line => line.Id.Id == 27);
        var desk = new OnCallDesk(gateway);

        await desk.FindAsync(
            Which,
            ("GET /api/health carriers.twilio.detail", "fail or are slow"),
            ("$ sms-gateway carriers", "fail or are slow"),
            ("log 27", "Carrier twilio keeps failing"),
            ("log 20", "twilio accepted as")
        );
        await desk.FindAsync(
            SinceWhen,
            ("GET /api/health carriers.twilio.since", Since),
            ("page: twilio fails or is slow", Since),
            ("$ sms-gateway carriers", Since),
            ("log 27", Since)
        );
        await desk.FindAsync(
            Whom,
            ("GET /api/health routes.default.detail", "Tried last: twilio."),
            ("$ sms-gateway carriers", "Tried last: twilio."),
            ("log 20", "from auth0 to +61")
        );
        await desk.FindAsync(
            Todo,
            ("page: twilio fails or is slow", "look at its status page"),
            ("$ sms-gateway check", "See the carrier's status page"),
            ("log 27", "it is tried last")
        );
    }

    [Fact]
    public async Task The_queue_grows()
    {
        await using var gateway = await OnCallGateway.StartAsync(
            ("Gateway:Delivery:MaxConcurrency", "0"),
            ("Gateway:Delivery:OldestShare", "0.0001")
        );
        await gateway.PostAsync(Some, TokenFactory.Create());
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                {
                    using var health = await gateway.OperateAsync(HttpMethod.Get, "/api/health");
                    return health.StatusCode == HttpStatusCode.ServiceUnavailable;
                },
                TimeSpan.FromSeconds(30),
                Stop
            )
        );
        var desk = new OnCallDesk(gateway);

        await desk.FindAsync(
            Which,
            ("GET /api/health queue.detail", "The oldest message that is due has waited for"),
            ("$ sms-gateway check", "The oldest message that is due has waited for"),
            ("log 140", "Health: the queue is unhealthy")
        );
        await desk.FindAsync(
            SinceWhen,
            ("GET /api/health queue.since", Since),
            ("page: Messages wait too long", Since),
            ("$ sms-gateway check", Since),
            ("log 140", Since)
        );
        await desk.FindAsync(
            Whom,
            ("GET /api/health queue.messages", $"{Some}"),
            ("$ sms-gateway check", $"{Some} waiting"),
            ("log 1", "from auth0 for +61")
        );
        await desk.FindAsync(
            Todo,
            ("page: Messages wait too long", "there are too few places or processes"),
            ("$ sms-gateway check", "the carriers and the gateway's log"),
            ("log 66", "leaves delivery to another")
        );
    }

    [Fact]
    public async Task A_callers_secret_was_changed_on_one_side()
    {
        await using var gateway = await OnCallGateway.StartAsync();
        var answers = await gateway.PostAsync(
            Some,
            TokenFactory.Create(secret: "the secret of yesterday, or of tomorrow")
        );
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        var desk = new OnCallDesk(gateway);

        // Not in health: whoever posts must not learn what is wrong with his token, and anybody may look there.
        await desk.FindAsync(
            Which,
            ("page: Caller auth0: its tokens do not fit", "its signature does not fit the secret"),
            ("GET /api/stats callers[0].why", "signature"),
            ("$ sms-gateway stats", "The signature is wrong"),
            ("log 9", "401: Signature"),
            ("$ sms-gateway check", "caller")
        );
        await desk.FindAsync(
            SinceWhen,
            ("page: Caller auth0: its tokens do not fit", Since),
            ("GET /api/stats callers[0].since", Since),
            ("$ sms-gateway stats", Since),
            ("log 9", Since),
            ("log 140", "Health: caller auth0 is degraded since")
        );
        await desk.FindAsync(
            Whom,
            ("GET /api/stats callers[0].name", "auth0"),
            ("$ sms-gateway stats", "Caller auth0: "),
            ("log 9", "made out as auth0's")
        );
        await desk.FindAsync(
            Todo,
            ("page: Caller auth0: its tokens do not fit", "Compare the secret at Auth0"),
            ("$ sms-gateway stats", "compare the secret at Auth0")
        );
    }

    [Fact]
    public async Task A_carriers_secret_is_missing()
    {
        const string Setting = "Gateway__Carriers__twilio__AuthTokenSecretName";
        const string Why = $"{Setting}: The vault has no such secret.";
        var secrets = new FakeSecretStore(
            ("signing", TokenFactory.Secret),
            ("action", "bearer-of-the-action"),
            ("8x8", "key"),
            ("operators", GatewayFixture.OperatorsKey)
        );
        secrets.Failures["twilio"] = new SecretUnavailableException(Why);
        secrets.Health["twilio"] = new SecretHealth(false, Why);
        await using var gateway = await OnCallGateway.StartAsync(secrets);
        await gateway.PostAsync(Some, TokenFactory.Create());
        await gateway.Log.WaitForAsync(line => line.Id.Id == 27);
        var desk = new OnCallDesk(gateway);

        await desk.FindAsync(
            Which,
            ("GET /api/health secrets.detail", Setting),
            ("page: A secret cannot be read", Setting),
            ("$ sms-gateway check", Setting),
            ("log 140", Setting)
        );
        await desk.FindAsync(
            SinceWhen,
            ("GET /api/health secrets.since", Since),
            ("page: A secret cannot be read", Since),
            ("$ sms-gateway check", Since),
            ("log 140", Since)
        );
        await desk.FindAsync(
            Whom,
            ("GET /api/health carriers.twilio.detail", Setting),
            ("$ sms-gateway carriers", "Tried last: twilio."),
            ("log 21", "twilio Unavailable")
        );
        await desk.FindAsync(
            Todo,
            ("page: A secret cannot be read", "whether the gateway may read it"),
            ("$ sms-gateway check", "look at Key Vault and the rights")
        );
    }

    [Fact]
    public async Task Somebody_pumps_codes_to_a_number_block()
    {
        await using var gateway = await OnCallGateway.StartAsync(
            ("Gateway:Admission:PerBlock:Mode", "Enforce"),
            ("Gateway:Admission:PerBlock:PerHour", "2")
        );
        var answers = await gateway.PostAsync(Some, TokenFactory.Create());
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        var desk = new OnCallDesk(gateway);

        await desk.FindAsync(
            Which,
            ("GET /api/admission/decisions items[0].rule", "block_limit"),
            ("$ sms-gateway admission list --decisions", "block_limit"),
            ("log 110", "Not sent for auth0: block_limit")
        );
        await desk.FindAsync(
            SinceWhen,
            ("GET /api/admission/decisions items[last].at", Since),
            ("$ sms-gateway admission list --decisions", Since),
            ("log 110", Since)
        );
        await desk.FindAsync(
            Whom,
            ("GET /api/admission/decisions items[0].caller", "auth0"),
            ("GET /api/admission/decisions items[0].region", "AU"),
            ("GET /api/admission/decisions items[0].network", "203.0.113.0/24"),
            ("$ sms-gateway admission list --decisions", "203.0.113.0/24"),
            ("log 110", "in AU")
        );
        await desk.FindAsync(
            Todo,
            ("page: admission.js", "put its prefix on the block list below"),
            ("$ sms-gateway admission --help", "end a wave of codes to one number block")
        );
    }
}
