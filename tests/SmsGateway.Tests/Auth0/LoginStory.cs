using System.Net.Http.Json;
using System.Text.Json;
using SmsGateway.Testing;
using SmsGateway.Tests.Auth0.StandIn;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>
/// The whole of it, from outside: an operator connects the tenant, a user asks for a code, the gateway hands it to the carrier,
/// the operator disconnects; on a store that the derived class chooses.
/// </summary>
public abstract class LoginStory(GatewayFixture gateway) : TenantTest
{
    private const string Phone = "+15005550006";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private StandInClient _user = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Variables["SMS_GATEWAY_URL"] = gateway.Gateway.BaseAddress!.ToString();
        _user = new StandInClient(Auth0);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _user.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task By_a_connection_from_before_March_2025()
    {
        var connection = Tenant.AddConnection(SampleOptions.Documented);
        Assert.NotNull(await _user.AskForCodeAsync(Phone));

        await MustAsync("connect --yes --mode connection");
        Assert.Equal(0, (await RunAsync("status")).ExitCode);
        Assert.Null(await _user.AskForCodeAsync(Phone));
        await CodeArrivesAsync();
        await MustAsync("disconnect --yes");

        Assert.Equal(SampleOptions.Documented, connection.Options);
    }

    [Fact]
    public async Task By_an_action()
    {
        await MustAsync("connect --yes --mode action");
        Assert.Equal(0, (await RunAsync("status")).ExitCode);
        Assert.Null(await _user.AskForCodeAsync(Phone));
        Assert.Equal(new ActionRun(ActionRun.Done, null), Assert.Single(Auth0.Codes.Runs));
        await CodeArrivesAsync();
        await MustAsync("disconnect --yes");

        Assert.Empty(Tenant.Actions);
        Assert.Empty(Tenant.Providers);
    }

    [Fact]
    public async Task With_a_secret_in_base64url()
    {
        Tenant.AddConnection(SampleOptions.Twilio);
        Variables["SMS_GATEWAY_SIGNING_SECRET"] = Support.TokenFactory.Base64Url(
            System.Text.Encoding.UTF8.GetBytes(Support.TokenFactory.Secret)
        );
        Variables["SMS_GATEWAY_SECRET_ENCODING"] = "Base64Url";

        await MustAsync("connect --yes --mode connection");
        Assert.Null(await _user.AskForCodeAsync(Phone));
        await CodeArrivesAsync();
    }

    [Fact]
    public async Task With_a_secret_that_the_gateway_does_not_have_the_user_is_told()
    {
        Tenant.AddConnection(SampleOptions.Twilio);
        Variables["SMS_GATEWAY_SIGNING_SECRET"] = "another signing secret of more than 32 bytes";

        Assert.Contains("(401)", (await RunAsync("connect --yes --mode connection")).Error, StringComparison.Ordinal);
        await MustAsync("connect --yes --mode connection --no-probe");

        Assert.Equal("Authentication failed while calling the SMS gateway: 401", await _user.AskForCodeAsync(Phone));
        Assert.Equal(1, (await RunAsync("status")).ExitCode);
    }

    /// <summary>The last code that Auth0 made is at the carrier.</summary>
    private async Task CodeArrivesAsync()
    {
        var code = Auth0.Codes.Codes.Last();
        async Task<bool> IsThereAsync() =>
            (
                await gateway.Carriers.GetFromJsonAsync<JsonElement>(
                    "/simulator/messages",
                    TestContext.Current.CancellationToken
                )
            )
                .EnumerateArray()
                .Any(message =>
                    message.GetProperty("recipient").GetString() == Phone
                    && message.GetProperty("body").GetString()!.Contains(code, StringComparison.Ordinal)
                );
        Assert.True(
            await Poll.UntilAsync(IsThereAsync, Bound, TestContext.Current.CancellationToken),
            gateway.Log.Text
        );
        Assert.DoesNotContain(code, gateway.Log.Text, StringComparison.Ordinal);
    }
}

/// <summary>On the embedded store.</summary>
public sealed class EmbeddedLoginStory(GatewayFixture gateway) : LoginStory(gateway), IClassFixture<GatewayFixture>;

/// <summary>On Azure Storage.</summary>
public sealed class StorageLoginStory(StorageGatewayFixture gateway)
    : LoginStory(gateway),
        IClassFixture<StorageGatewayFixture>;
