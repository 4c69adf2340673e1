using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>The HTTP contract, and what comes of a message, over a real connection to the whole Host; the same on every store.</summary>
public abstract partial class HttpContract(GatewayFixture gateway)
{
    /// <summary>With a letter: six digits alone can turn up in the fraction of a time.</summary>
    private const string Code = "7319Q4";
    private static readonly string Good = TokenFactory.Bearer(TokenFactory.Create());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_of_dead_letters_that_no_page_has_told_of_is_a_400()
    {
        using var response = await gateway.OperateAsync(HttpMethod.Get, "/api/dead-letters?continue=junk");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("continue", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accepted_message_reaches_the_carrier()
    {
        var id = await gateway.AcceptAsync(
            new
            {
                recipient = "+1 (500) 555-0100",
                body = $"Your code is {Code}",
                sender = "+15005550006",
            }
        );

        var arrival = await gateway.ArrivalAsync(id);

        Assert.Equal("twilio", arrival.GetProperty("carrier").GetString());
        Assert.Equal("+15005550100", arrival.GetProperty("recipient").GetString());
        Assert.Equal($"Your code is {Code}", arrival.GetProperty("body").GetString());
    }

    [Fact]
    public async Task The_shape_of_Auth0s_sample_action_is_taken()
    {
        using var content = new StringContent(
            """{"from":"+15005550006","action":"enrollment","language":"en","recipient":"+15005550101","message_type":"text","text":"Your code is 1","code":"1","req":{"ip":"192.0.2.1","user_agent":"x","geoip":{"countryCode":"US"}}}""",
            Encoding.UTF8,
            "text/plain"
        );
        using var response = await gateway.PostAsync(content, "Bearer bearer-of-the-action");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_country_prefix_chooses_the_carrier()
    {
        var id = await gateway.AcceptAsync(new { recipient = "+6581234567", body = "Your code is 1" });

        Assert.Equal("8x8", (await gateway.ArrivalAsync(id)).GetProperty("carrier").GetString());
    }

    [Fact]
    public async Task A_carrier_that_is_switched_off_gets_nothing_until_it_is_on()
    {
        const string Blocks = "/api/admission/blocks";
        var message = new { recipient = "+15005550100", body = "Your code is 1" };
        using var off = await gateway.OrderAsync(
            HttpMethod.Put,
            Blocks,
            """{"carrier":"twilio","for":"00:10:00","reason":"it loses texts"}"""
        );
        var meanwhile = await gateway.AcceptAsync(message with { body = "Your code is 2" });
        var arrival = await gateway.ArrivalAsync(meanwhile);
        using var on = await gateway.OperateAsync(HttpMethod.Delete, $"{Blocks}?carrier=twilio");
        var later = await gateway.AcceptAsync(message);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent), (off.StatusCode, on.StatusCode));
        Assert.Equal("8x8", arrival.GetProperty("carrier").GetString());
        Assert.Equal("twilio", (await gateway.ArrivalAsync(later)).GetProperty("carrier").GetString());
    }

    [Fact]
    public async Task A_failing_carrier_is_passed_over_in_the_same_run()
    {
        // Every carrier refuses its credentials for this recipient: two attempts before the first retry.
        var id = await gateway.AcceptAsync(new { recipient = "+15005551401", body = "Your code is 1" });

        var line = await gateway.Log.WaitForAsync(line =>
            line.Message.Contains(id, StringComparison.Ordinal)
            && line.Message.Contains("8x8", StringComparison.Ordinal)
        );
        Assert.Contains("Attempt 2", line.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+15005550002")] // 21612: no route from this sender
    [InlineData("+15005550003")] // 21408: the account's region
    public async Task What_is_not_the_messages_fault_is_the_next_carriers_turn(string recipient)
    {
        var id = await gateway.AcceptAsync(new { recipient, body = "Your code is 1" });

        Assert.Equal("8x8", (await gateway.ArrivalAsync(id, "8x8")).GetProperty("carrier").GetString());
    }

    [Fact]
    public async Task A_trunk_zero_is_understood()
    {
        var id = await gateway.AcceptAsync(
            new { recipient = "\u202A+44 (0)20\u202F7946\u20110958\u202C", body = "Your code is 1" }
        );

        Assert.Equal("+442079460958", (await gateway.ArrivalAsync(id)).GetProperty("recipient").GetString());
    }

    [Fact]
    public async Task Two_codes_in_one_login_are_two_messages_and_one_code_twice_is_one()
    {
        var login = Guid.CreateVersion7().ToString();
        Task<string> SendAsync(string code) =>
            gateway.AcceptAsync(
                new
                {
                    recipient = "+15005550006",
                    body = $"Your code is {code}",
                    code,
                    correlationId = login,
                }
            );

        var (first, again, second) = (await SendAsync("493817"), await SendAsync("493817"), await SendAsync("493818"));

        Assert.Equal(first, again);
        Assert.NotEqual(first, second);
        Assert.Contains("493817", (await gateway.ArrivalAsync(first)).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("493818", (await gateway.ArrivalAsync(second)).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_message_is_a_dead_letter_that_hides_its_body()
    {
        var id = await gateway.AcceptAsync(new { recipient = "+15005550001", body = $"Your code is {Code}" });

        var deadLetter = await gateway.DeadLetterAsync(id);
        Assert.Equal("Rejected", deadLetter.GetProperty("reason").GetString());
        Assert.DoesNotContain(Code, deadLetter.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("+15005550001", deadLetter.GetRawText(), StringComparison.Ordinal);

        using var revealed = await gateway.OperateAsync(HttpMethod.Get, $"/api/dead-letters/{id}?reveal=true");
        Assert.Contains(Code, await revealed.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var listed = await gateway.OperateAsync(HttpMethod.Get, "/api/dead-letters?reason=Rejected");
        Assert.Contains(id, await listed.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var deleted = await gateway.OperateAsync(HttpMethod.Delete, $"/api/dead-letters/{id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await gateway.OperateAsync(HttpMethod.Get, $"/api/dead-letters/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_replayed_dead_letter_is_delivered_or_dies_again()
    {
        var id = await gateway.AcceptAsync(new { recipient = "+15005550009", body = "Your code is 1" });
        var first = (await gateway.DeadLetterAsync(id)).GetProperty("diedAt").GetDateTimeOffset();
        using var replay = await gateway.OperateAsync(HttpMethod.Post, $"/api/dead-letters/{id}/replay");
        Assert.Equal(HttpStatusCode.OK, replay.StatusCode);

        Assert.True((await gateway.DeadLetterAsync(id)).GetProperty("diedAt").GetDateTimeOffset() > first);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task The_operators_endpoints_want_their_key(string? key)
    {
        using var response = await gateway.OperateAsync(HttpMethod.Get, "/api/dead-letters", key);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_blocked_number_is_refused_until_its_block_is_removed()
    {
        const string Number = "+15005553901";
        const string Blocks = "/api/admission/blocks";
        using var blocked = await gateway.OrderAsync(
            HttpMethod.Put,
            Blocks,
            $$"""{"number":"{{Number}}","for":"01:00:00","reason":"a test"}"""
        );
        Assert.Equal(HttpStatusCode.OK, blocked.StatusCode);

        using var refused = await gateway.PostAsync(
            JsonContent.Create(new { recipient = Number, body = "Your code is 1" }),
            Good
        );
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(
            "blocked",
            (await refused.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("reason").GetString()
        );
        Assert.Equal("blocked", await TestAsync(Number));
        using var decisions = await gateway.OperateAsync(HttpMethod.Get, "/api/admission/decisions?rule=blocked");
        Assert.Contains("+15*******01", await decisions.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var listed = await gateway.OperateAsync(HttpMethod.Get, $"{Blocks}?reveal=true");
        Assert.Contains(Number, await listed.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        // A plus sign that is not escaped arrives as a space.
        using var removed = await gateway.OperateAsync(HttpMethod.Delete, $"{Blocks}?number={Number}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Null(await TestAsync(Number));
        await gateway.AcceptAsync(new { recipient = Number, body = "Your code is 1" });
    }

    [Fact]
    public async Task An_order_that_makes_no_sense_is_explained()
    {
        using var response = await gateway.OrderAsync(
            HttpMethod.Put,
            "/api/admission/allows?force=true",
            """{"region":"AU","for":"1h"}"""
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("errors");
        Assert.Equal(["for", "region"], errors.EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task What_operators_do_is_in_the_log_with_who_says_to_do_it()
    {
        var id = await gateway.AcceptAsync(new { recipient = "+15005550001", body = $"Your code is {Code}" });
        await gateway.DeadLetterAsync(id);
        using var shown = await gateway.OperateAsync(
            HttpMethod.Get,
            $"/api/dead-letters/{id}?reveal=true",
            name: "anna@laptop"
        );
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);

        var line = await gateway.Log.WaitForAsync(line =>
            line.Message.Contains($"Reveal of dead letter {id}", StringComparison.Ordinal)
        );
        Assert.Matches(
            "(key [0-9a-f]{8} from (127\\.0\\.0\\.1|::1)|function key default), who says to be anna@laptop",
            line.Message
        );
    }

    [Fact]
    public async Task A_bad_token_gets_a_challenge_and_no_explanation()
    {
        using var response = await gateway.PostAsync(
            JsonContent.Create(new { }),
            TokenFactory.Bearer(TokenFactory.Create(secret: "another"))
        );

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task A_token_that_holds_the_hash_of_its_body_comes_with_no_other()
    {
        // As an Action writes it, and as nobody would write it again.
        const string Body = """{ "recipient":"+15005550103","body" : "Grüße: \u0031 \ud83d\udd11","x":[1.0,1e2] }""";
        var bound = TokenFactory.Bearer(TokenFactory.Create(bodyHash: TokenFactory.HashOf(Body)));
        using var own = new StringContent(Body, Encoding.UTF8, "application/json");
        using var taken = await gateway.PostAsync(own, bound);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);

        using var other = new StringContent(Body.Replace("103", "104", StringComparison.Ordinal), Encoding.UTF8);
        using var refused = await gateway.PostAsync(other, bound);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Two_authorization_headers_are_refused_though_both_are_good()
    {
        using var response = await gateway.PostAsync(
            JsonContent.Create(new { recipient = "+15005550100", body = "1" }),
            Good,
            Good
        );

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Every_mistake_in_a_message_is_listed()
    {
        using var response = await gateway.PostAsync(
            JsonContent.Create(
                new
                {
                    recipient = "12",
                    body = "",
                    sender = "much too long a name",
                }
            ),
            Good
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var errors = (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("errors");
        Assert.Equal(["body", "recipient", "sender"], errors.EnumerateObject().Select(error => error.Name).Order());
    }

    [Fact]
    public async Task A_channel_that_no_carrier_of_the_route_can_do_is_a_mistake()
    {
        using var response = await gateway.PostAsync(
            JsonContent.Create(
                new
                {
                    recipient = "+6581234567",
                    body = "1",
                    channel = "voice",
                }
            ),
            Good
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(16 * 1024, HttpStatusCode.OK)]
    [InlineData((16 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(1024 * 1024, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_may_have_16_KiB(int size, HttpStatusCode expected)
    {
        const string Message = """{"recipient":"+15005550102","body":"Your code is 1"}""";
        using var declared = new StringContent(Message.PadRight(size), Encoding.UTF8);
        using var response = await gateway.PostAsync(declared, Good);
        Assert.Equal(expected, response.StatusCode);

        // The same without a declared length.
        using var chunked = new PushContent(Encoding.UTF8.GetBytes(Message.PadRight(size)));
        using var second = await gateway.PostAsync(chunked, Good);
        Assert.Equal(gateway.Chunked(expected), second.StatusCode);
    }

    [Fact]
    public async Task A_huge_body_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sms")
        {
            Content = new ByteArrayContent(new byte[4 * 1024 * 1024]),
        };
        request.Headers.TryAddWithoutValidation("Authorization", Good);
        // So that nothing is sent into a connection that is closed after the answer.
        request.Headers.ExpectContinue = true;
        using var response = await gateway.Gateway.SendAsync(request, Stop);

        Assert.Equal(gateway.HugeBody, response.StatusCode);
    }

    [Fact]
    public async Task A_large_body_without_a_good_token_is_unauthorized()
    {
        using var content = new ByteArrayContent(new byte[1024 * 1024]);
        using var response = await gateway.PostAsync(content, "Bearer bad");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Other_methods_are_not_allowed()
    {
        using var response = await gateway.Gateway.GetAsync("/api/sms", Stop);

        Assert.Equal(gateway.WrongMethod, response.StatusCode);
    }

    [Fact]
    public async Task Health_tells_of_queue_secrets_and_carriers()
    {
        var health = await gateway.Gateway.GetFromJsonAsync<JsonElement>("/api/health", Stop);

        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.Equal("healthy", health.GetProperty("queue").GetProperty("status").GetString());
        Assert.Equal("healthy", health.GetProperty("secrets").GetProperty("status").GetString());
        Assert.Equal(
            ["8x8", "twilio"],
            health.GetProperty("carriers").EnumerateObject().Select(carrier => carrier.Name)
        );
    }

    [Fact]
    public async Task Health_answers_those_who_only_want_its_status()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/health");
        using var response = await gateway.Gateway.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task The_description_of_all_this_is_served_with_the_version_that_health_tells()
    {
        var health = await gateway.Gateway.GetFromJsonAsync<JsonElement>("/api/health", Stop);
        var served = await gateway.Gateway.GetStringAsync("/api/openapi.json", Stop);

        Assert.Equal(OpenApiDescription.Text, served);
        Assert.Equal(
            health.GetProperty("version").GetString(),
            OpenApiDescription.Document.GetProperty("info").GetProperty("version").GetString()
        );
    }

    [Fact]
    public async Task No_code_number_token_or_secret_is_logged()
    {
        var delivered = await gateway.AcceptAsync(new { recipient = "+15005550177", body = $"Your code is {Code}" });
        await gateway.ArrivalAsync(delivered);
        var dead = await gateway.AcceptAsync(new { recipient = "+15005551400", body = $"Your code is {Code}" });
        await gateway.DeadLetterAsync(dead);
        using var refused = await gateway.PostAsync(
            JsonContent.Create(new { recipient = $"+x{Code}", body = $"Your code is {Code}" }),
            Good
        );

        Assert.Contains(delivered, gateway.Log.Text, StringComparison.Ordinal);
        foreach (
            var secret in new[]
            {
                Code,
                "15005550177",
                "15005551400",
                Good[7..],
                TokenFactory.Secret,
                GatewayFixture.OperatorsKey,
                "auth-token-of-this-test",
            }
        )
        {
            Assert.DoesNotContain(secret, gateway.Log.Text, StringComparison.Ordinal);
        }
    }

    /// <returns>The rule that would refuse a message; null when none would.</returns>
    private async Task<string?> TestAsync(string number)
    {
        using var response = await gateway.OrderAsync(
            HttpMethod.Post,
            "/api/admission/test",
            $$"""{"recipient":"{{number}}"}"""
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("rule").GetString();
    }

    /// <summary>Content that does not declare its length.</summary>
    private sealed class PushContent(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
