using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>Sends codes as Auth0 does: by a connection's own gateway, or by the Action of the tenant's phone provider.</summary>
internal sealed class CodeSender(Tenant tenant, HttpClient http, TimeProvider time)
{
    /// <summary>First run and five retries.</summary>
    private const int MaxRuns = 6;

    /// <summary>Auth0's own patience with a gateway.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Auth0 retries over minutes; a test has no minutes.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Every code sent, in order.</summary>
    public ConcurrentQueue<string> Codes { get; } = new();

    /// <summary>How each run of an Action ended, in order: the tenant's log.</summary>
    public ConcurrentQueue<ActionRun> Runs { get; } = new();

    /// <returns>Null when the gateway took it, else what the user's application is told.</returns>
    public async Task<string?> SendByConnectionAsync(
        StoredConnection connection,
        CodeRequest user,
        CancellationToken cancellationToken
    )
    {
        using var options = JsonDocument.Parse(connection.Options);
        if (Text(options.RootElement, "provider") != "sms_gateway")
        {
            return "The stand-in has no Twilio.";
        }

        using var request = NewRequest(options.RootElement, user);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await http.SendAsync(request, patience.Token);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => null,
                HttpStatusCode.Unauthorized => "Authentication failed while calling the SMS gateway: 401",
                var status => $"Unexpected response while calling the SMS gateway: {(int)status}",
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "Timeout while calling the SMS gateway: ETIMEDOUT";
        }
        catch (HttpRequestException)
        {
            return "Unexpected response while calling the SMS gateway: ECONNREFUSED";
        }
    }

    /// <summary>Runs the deployed Action, again as often as it asks for and Auth0 allows.</summary>
    public async Task SendByProviderAsync(
        StoredProvider provider,
        CodeRequest user,
        CancellationToken cancellationToken
    )
    {
        if (provider.Name != "custom" || tenant.DeployedPhoneAction is not { } action)
        {
            throw new InvalidOperationException("The stand-in has only custom phone providers.");
        }

        var phoneEvent = PhoneEvent.Create(user, NewCode(), action.Deployed!.Secrets);
        for (var run = 1; run <= MaxRuns; run++)
        {
            var end = await ActionRunner.RunAsync(action.Deployed.Code, phoneEvent, cancellationToken);
            Runs.Enqueue(end);
            if (end.Outcome != ActionRun.Retry)
            {
                return;
            }

            await Task.Delay(RetryDelay, TimeProvider.System, cancellationToken);
        }
    }

    private HttpRequestMessage NewRequest(JsonElement options, CodeRequest user)
    {
        var body = new JsonObject
        {
            ["recipient"] = user.Phone,
            ["body"] = Render(Text(options, "template") ?? "Your verification code is: @@password@@", user),
            ["sender"] = Text(options, "from"),
        };
        // The documents' own sample has the text "true".
        if (
            options.TryGetProperty("forward_req_info", out var forward)
            && forward.ToString().Equals("true", StringComparison.OrdinalIgnoreCase)
        )
        {
            body["req"] = new JsonObject { ["ip"] = user.Ip, ["user-agent"] = user.UserAgent };
        }

        var request = new HttpRequestMessage(HttpMethod.Post, Text(options, "gateway_url"))
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.UserAgent.ParseAdd("Auth0");
        if (
            options.TryGetProperty("gateway_authentication", out var authentication)
            && authentication.ValueKind == JsonValueKind.Object
        )
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(authentication));
        }

        return request;
    }

    /// <summary>Without <c>exp</c>, which nobody documents.</summary>
    private string Token(JsonElement authentication)
    {
        var secret = Text(authentication, "secret")!;
        var isEncoded =
            authentication.TryGetProperty("secret_base64_encoded", out var flag)
            && flag.ValueKind == JsonValueKind.True;
        return TokenFactory.Create(
            subject: Text(authentication, "subject"),
            audience: Text(authentication, "audience"),
            key: isEncoded ? Base64Url.DecodeFromChars(secret) : Encoding.UTF8.GetBytes(secret),
            iat: time.GetUtcNow().ToUnixTimeSeconds()
        );
    }

    private string Render(string template, CodeRequest user)
    {
        var code = NewCode();
        return template
            .Replace("@@password@@", code, StringComparison.Ordinal)
            .Replace("{{ code }}", code, StringComparison.Ordinal)
            .Replace("{{ password }}", code, StringComparison.Ordinal)
            .Replace("{{ phone_number }}", user.Phone, StringComparison.Ordinal)
            .Replace("{{ application.name }}", "Stand-in", StringComparison.Ordinal);
    }

    private string NewCode()
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        Codes.Enqueue(code);
        return code;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
