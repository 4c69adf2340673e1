using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace SmsGateway.Tests.Host;

public abstract partial class HttpContract
{
    [Fact]
    public async Task A_code_for_a_test_number_is_taken_read_by_an_operator_and_never_sent()
    {
        var body = $"Your code is {Code}, reviewer";
        var id = await gateway.AcceptAsync(
            new
            {
                recipient = GatewayFixture.TestNumber,
                body,
                follow = true,
            }
        );

        using var list = await gateway.OperateAsync(HttpMethod.Get, "/api/dead-letters?reason=TestNumber");
        var listed = await list.Content.ReadAsStringAsync(Stop);
        Assert.Contains(id, listed, StringComparison.Ordinal);
        Assert.DoesNotContain(Code, listed, StringComparison.Ordinal);
        Assert.DoesNotContain(GatewayFixture.TestNumber[1..], listed, StringComparison.Ordinal);

        var shown = await JsonAsync(HttpMethod.Get, $"/api/dead-letters/{id}?reveal=true", HttpStatusCode.OK);
        Assert.Equal("TestNumber", shown.GetProperty("reason").GetString());
        Assert.Equal(body, shown.GetProperty("envelope").GetProperty("body").GetString());
        var end = await JsonAsync(HttpMethod.Get, $"/api/messages/{id}", HttpStatusCode.OK);
        Assert.Equal("kept", end.GetProperty("state").GetString());
        await JsonAsync(HttpMethod.Post, $"/api/dead-letters/{id}/replay?allowExpired=true", HttpStatusCode.Conflict);

        // What was accepted later has arrived at a carrier by now.
        await gateway.ArrivalAsync(await gateway.AcceptAsync(new { recipient = "+4915112345678", body }));
        var arrived = await gateway.Carriers.GetFromJsonAsync<JsonElement>("/simulator/messages", Stop);
        Assert.DoesNotContain(
            arrived.EnumerateArray(),
            message => message.GetProperty("correlationId").GetString() == id
        );
    }

    private async Task<JsonElement> JsonAsync(HttpMethod method, string path, HttpStatusCode status)
    {
        using var response = await gateway.OperateAsync(method, path);
        Assert.Equal(status, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }
}
