using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using SmsGateway.Functions;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>The handler's rules are tested with the handler; here, that list, query, body and answer pass through.</summary>
public sealed class AdmissionFunctionsTests : IDisposable
{
    private const string Number = "+61491570156";

    private readonly AppInMemory _app = new();

    private AdmissionFunctions Functions => _app.Function<AdmissionFunctions>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_block_holds_for_messages_until_it_is_removed()
    {
        var order = new FakeHttpRequest("PUT", "/api/admission/blocks", $$"""{"number":"{{Number}}"}""");
        Assert.Equal(HttpStatusCode.OK, (await Functions.PutBlockAsync(order, Cancellation)).StatusCode);

        var refused = await PostAsync();
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("\"reason\":\"blocked\"", refused.Text(), StringComparison.Ordinal);
        var decisions = await Functions.ListDecisionsAsync(
            new FakeHttpRequest("GET", "/api/admission/decisions?rule=blocked&caller=auth0&region=AU&max=1"),
            Cancellation
        );
        Assert.Contains("+61*******56", decisions.Text(), StringComparison.Ordinal);

        // A plus sign that is not escaped arrives as a space.
        var removal = new FakeHttpRequest("DELETE", $"/api/admission/blocks?number={Number}");
        Assert.Equal(HttpStatusCode.NoContent, (await Functions.DeleteBlockAsync(removal, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync()).StatusCode);
    }

    [Fact]
    public async Task Each_list_has_its_own_address_and_reveals_when_told_to()
    {
        await Functions.PutBlockAsync(
            new FakeHttpRequest("PUT", "/api/admission/blocks", """{"number":"+61491570157"}"""),
            Cancellation
        );
        await Functions.PutAllowAsync(
            new FakeHttpRequest("PUT", "/api/admission/allows", """{"number":"+61491570158"}"""),
            Cancellation
        );

        var blocks = await Functions.ListBlocksAsync(
            new FakeHttpRequest("GET", "/api/admission/blocks?reveal=true"),
            Cancellation
        );
        var allows = await Functions.ListAllowsAsync(new FakeHttpRequest("GET", "/api/admission/allows"), Cancellation);
        Assert.Contains("+61491570157", blocks.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("*", blocks.Text(), StringComparison.Ordinal);
        Assert.Contains("+61*******58", allows.Text(), StringComparison.Ordinal);

        var removal = new FakeHttpRequest("DELETE", "/api/admission/allows?number=%2B61491570158");
        Assert.Equal(HttpStatusCode.NoContent, (await Functions.DeleteAllowAsync(removal, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("?force=false", HttpStatusCode.BadRequest)]
    [InlineData("?force=true", HttpStatusCode.OK)]
    public async Task What_is_wide_is_done_when_it_is_meant(string query, HttpStatusCode status)
    {
        var order = new FakeHttpRequest("PUT", "/api/admission/blocks" + query, """{"prefix":"+1"}""");
        Assert.Equal(status, (await Functions.PutBlockAsync(order, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_test_is_answered()
    {
        var question = new FakeHttpRequest("POST", "/api/admission/test", $$"""{"recipient":"{{Number}}"}""");
        Assert.StartsWith(
            "{\"decision\":\"admitted\"",
            (await Functions.TestAsync(question, Cancellation)).Text(),
            StringComparison.Ordinal
        );
    }

    private async Task<HttpResponseData> PostAsync() =>
        await _app.Function<AcceptMessage>()
            .RunAsync(
                new FakeHttpRequest(
                    "POST",
                    "/api/sms",
                    $$"""{"recipient":"{{Number}}","body":"Your code is 1"}"""
                ).With("Authorization", $"Bearer {AppInMemory.Bearer}"),
                Cancellation
            );
}
