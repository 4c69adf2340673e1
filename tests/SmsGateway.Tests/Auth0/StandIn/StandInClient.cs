using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>A caller of the stand-in that is not the command line: it checks the stand-in itself, and plays the user.</summary>
internal sealed class StandInClient : IDisposable
{
    private readonly HttpClient _http;

    public StandInClient(Auth0StandIn standIn) => _http = new HttpClient { BaseAddress = new Uri(standIn.Domain) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task LogInAsync()
    {
        var (_, token) = await TokenAsync();
        _http.DefaultRequestHeaders.Authorization = new("Bearer", (string?)token["access_token"]);
    }

    public async Task<(int Status, JsonNode Body)> TokenAsync(
        string secret = Auth0StandIn.ClientSecret,
        bool asForm = true
    )
    {
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Auth0StandIn.ClientId,
            ["client_secret"] = secret,
            ["audience"] = new Uri(_http.BaseAddress!, "api/v2/").ToString(),
        };
        using HttpContent content = asForm ? new FormUrlEncodedContent(fields) : JsonContent.Create(fields);
        using var response = await _http.PostAsync(new Uri("/oauth/token", UriKind.Relative), content, Stop);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!);
    }

    /// <param name="method">Of the request.</param>
    /// <param name="path">After /api/v2/.</param>
    /// <param name="body">JSON text.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v2/" + path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return await _http.SendAsync(request, Stop);
    }

    public async Task<(int Status, string Text)> CallAsync(HttpMethod method, string path, string? body = null)
    {
        using var response = await SendAsync(method, path, body);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>A user types a number into the login page.</summary>
    /// <returns>Null when a code is on its way, else what the login page is told.</returns>
    public async Task<string?> AskForCodeAsync(string phone, string connection = "sms")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/passwordless/start")
        {
            Content = JsonContent.Create(
                new
                {
                    connection,
                    phone_number = phone,
                    send = "code",
                }
            ),
        };
        request.Headers.UserAgent.ParseAdd("Browser/1.0");
        using var response = await _http.SendAsync(request, Stop);
        return response.IsSuccessStatusCode
            ? null
            : (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!["error_description"];
    }

    public void Dispose() => _http.Dispose();
}
