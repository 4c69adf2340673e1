using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

public abstract partial class HttpContract
{
    [Fact]
    public async Task The_messages_to_a_number_are_found_by_it_and_by_no_other()
    {
        const string Delivered = "+4915112345690";
        var id = await gateway.AcceptAsync(new { recipient = Delivered, body = $"Your code is {Code}" });
        var found = await FoundAsync(Delivered, "delivered");

        Assert.Equal(id, found.GetProperty("id").GetString());
        Assert.Equal("twilio", found.GetProperty("carrier").GetString());
        Assert.Equal("auth0", found.GetProperty("caller").GetString());
        Assert.Equal("+49*********90", found.GetProperty("recipient").GetString());
        Assert.True(found.GetProperty("acceptedAt").GetDateTimeOffset() <= found.GetProperty("at").GetDateTimeOffset());
        Assert.DoesNotContain(Code, found.GetRawText(), StringComparison.Ordinal);
        var other = await JsonAsync(HttpMethod.Get, "/api/messages?recipient=%2B4915112345691", HttpStatusCode.OK);
        Assert.Equal(0, other.GetProperty("items").GetArrayLength());
        Assert.False(other.GetProperty("truncated").GetBoolean());
        Assert.InRange(
            TimeProvider.System.GetUtcNow() - other.GetProperty("searchedSince").GetDateTimeOffset(),
            TimeSpan.FromHours(24),
            TimeSpan.FromHours(24.1)
        );
        Assert.DoesNotContain(Delivered[1..], gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_refused_or_died_is_found_by_its_number_with_the_reason()
    {
        using var refused = await gateway.PostAsync(
            JsonContent.Create(new { recipient = "+33612345690", body = "Your code is 1" }),
            Good
        );
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await gateway.AcceptAsync(new { recipient = "+15005550001", body = $"Your code is {Code} for nobody" });

        var found = await FoundAsync("+33612345690", "refused");
        Assert.Equal("region_not_allowed", found.GetProperty("reason").GetString());
        var byId = await JsonAsync(
            HttpMethod.Get,
            $"/api/messages/{found.GetProperty("id").GetString()}",
            HttpStatusCode.OK
        );
        Assert.Equal(["id", "state", "caller", "reason", "at"], byId.EnumerateObject().Select(field => field.Name));
        Assert.All(
            byId.EnumerateObject(),
            field => Assert.Equal(found.GetProperty(field.Name).GetRawText(), field.Value.GetRawText())
        );
        Assert.Equal("Rejected", (await FoundAsync("+15005550001", "dead")).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?recipient=")]
    [InlineData("?recipient=4915112345690")]
    [InlineData("?recipient=nobody")]
    public async Task What_is_no_number_is_not_looked_for(string query)
    {
        var problem = await JsonAsync(HttpMethod.Get, $"/api/messages{query}", HttpStatusCode.BadRequest);

        Assert.True(problem.GetProperty("errors").TryGetProperty("recipient", out _));
    }

    /// <summary>The newest message to a number, as soon as it fares so.</summary>
    private async Task<JsonElement> FoundAsync(string number, string state)
    {
        JsonElement? found = null;
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                {
                    // A plus sign that is not escaped arrives as a space.
                    var page = await JsonAsync(HttpMethod.Get, $"/api/messages?recipient={number}", HttpStatusCode.OK);
                    found = page.GetProperty("items")
                        .EnumerateArray()
                        .Select(item => (JsonElement?)item)
                        .FirstOrDefault(item => item!.Value.GetProperty("state").GetString() == state);
                    return found is not null;
                },
                TimeSpan.FromSeconds(30),
                Stop
            ),
            $"No message is {state}."
        );
        return found!.Value;
    }
}
