extern alias TwilioClient;

using System.Net.Http.Headers;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using TwilioClient::Twilio.Clients;
using TwilioClient::Twilio.Http;
using TwilioClient::Twilio.Rest.Api.V2010.Account;
using Xunit;
using PhoneNumber = TwilioClient::Twilio.Types.PhoneNumber;
using Twiml = TwilioClient::Twilio.Types.Twiml;

namespace SmsGateway.Tests.Carriers.Twilio;

/// <summary>The same message through Twilio's own client is the same request.</summary>
public sealed class TwilioOracleTests : IAsyncLifetime
{
    private const string AccountSid = "AC0123456789abcdef0123456789abcdef";
    private const string ApiKeySid = "SK77770000777700007777000077770000";
    private const string MessagingServiceSid = "MG42420000424200004242000042420000";
    private const string Secret = "tok-9f8e7d6c";

    private CarrierServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await CarrierServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("+61400000001", CarrierHarness.Text)]
    [InlineData("19123", "1 + 1 = 2 & 100 %?")]
    [InlineData("Acme Bank", "Grüße 👋\nzweite Zeile")]
    public async Task A_text_from_a_sender(string sender, string text) =>
        await AssertSameAsync(
            CarrierHarness.Message(sender, text: text),
            client =>
                MessageResource.CreateAsync(
                    new CreateMessageOptions(new PhoneNumber(CarrierHarness.Recipient))
                    {
                        From = new PhoneNumber(sender),
                        Body = text,
                        ValidityPeriod = 300,
                    },
                    client
                )
        );

    [Fact]
    public async Task A_text_from_a_messaging_service_with_an_api_key() =>
        await AssertSameAsync(
            CarrierHarness.Message(sender: null),
            client =>
                MessageResource.CreateAsync(
                    new CreateMessageOptions(new PhoneNumber(CarrierHarness.Recipient))
                    {
                        MessagingServiceSid = MessagingServiceSid,
                        Body = CarrierHarness.Text,
                        ValidityPeriod = 300,
                    },
                    client
                ),
            hasApiKey: true
        );

    [Fact]
    public async Task A_call() =>
        await AssertSameAsync(
            CarrierHarness.Message("+61400000001", Channel.Voice, "Code 1234 & so on", "en-AU"),
            client =>
                CallResource.CreateAsync(
                    new CreateCallOptions(new PhoneNumber(CarrierHarness.Recipient), new PhoneNumber("+61400000001"))
                    {
                        Twiml = new Twiml(
                            "<Response><Say loop=\"2\" language=\"en-AU\">Code 1, 2, 3, 4 &amp; so on</Say></Response>"
                        ),
                    },
                    client
                )
        );

    private async Task AssertSameAsync(
        CarrierMessage message,
        Func<ITwilioRestClient, Task> sendAsync,
        bool hasApiKey = false
    )
    {
        using var carrier = CarrierHarness.Create(
            [
                ("Kind", "Twilio"),
                ("AccountSid", AccountSid),
                .. hasApiKey
                    ? new[] { ("ApiKeySid", ApiKeySid), ("ApiKeySecretSecretName", "secret") }
                    : [("AuthTokenSecretName", "secret")],
                ("MessagingServiceSid", MessagingServiceSid),
            ],
            _server.Address,
            new FakeSecretStore(("secret", Secret)),
            CarrierHarness.Patient
        );
        _server.Expect(new CarrierAnswer(201, """{ "sid": "SM1", "status": "queued" }"""));
        Assert.IsType<SendOutcome.Accepted>(await carrier.SendAsync(message, TestContext.Current.CancellationToken));

        using var toServer = new ToServer(_server.Address);
        using var http = new System.Net.Http.HttpClient(toServer);
        _server.Expect(new CarrierAnswer(201, """{ "sid": "SM1", "status": "queued" }"""));
        await sendAsync(
            new TwilioRestClient(
                hasApiKey ? ApiKeySid : AccountSid,
                Secret,
                AccountSid,
                httpClient: new SystemNetHttpClient(http)
            )
        );

        var requests = _server.Requests.ToList();
        Assert.Equal(Form(requests[1]), Form(requests[0]));
        Assert.Equal(Shown(requests[1]), Shown(requests[0]));
        Assert.Equal("api.twilio.com", toServer.Host);
        Assert.Equal(toServer.Host, new Uri(CarrierHarness.Read([("Kind", "Twilio")]).Options!.BaseAddress, "/").Host);
    }

    private static IEnumerable<string> Form(CarrierRequest request) =>
        request.FormFields().Order(StringComparer.Ordinal);

    private static (string, string, string, string?) Shown(CarrierRequest request) =>
        (
            request.Method,
            request.Path,
            request.Authorization,
            MediaTypeHeaderValue.Parse(request.Headers["Content-Type"]).MediaType
        );

    /// <summary>Takes what the client sends to its own host to the stand-in instead.</summary>
    private sealed class ToServer(Uri server) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        public string? Host { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Host = request.RequestUri!.Host;
            request.RequestUri = new Uri(server, request.RequestUri.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
