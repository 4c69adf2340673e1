using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace SmsGateway.Testing;

/// <summary>The gateway (SmsGateway.Host, unless a derived one says otherwise) as a process of its own, and the calls a run makes to it.</summary>
public class GatewayProcess : ServerProcess
{
    private readonly string? _operatorsKey;

    private protected GatewayProcess(ChildProcess child, Uri address, string? operatorsKey)
        : base(child, address) => _operatorsKey = operatorsKey;

    /// <param name="settings">Its whole configuration.</param>
    /// <param name="logPath">Its output is appended to this file.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="host">Where it listens.</param>
    /// <param name="program">Another Host than the build's.</param>
    public static Task<GatewayProcess> StartAsync(
        IReadOnlyDictionary<string, string> settings,
        string logPath,
        CancellationToken cancellationToken,
        int port = 0,
        string host = "127.0.0.1",
        string? program = null
    ) =>
        ListeningAsync(
            Start(program ?? Artifacts.Program("SmsGateway.Host"), settings, logPath, port, host),
            (child, address) => new GatewayProcess(child, address, settings.GetValueOrDefault("Secrets__operatorskey")),
            cancellationToken
        );

    public Task<HttpResponseMessage> PostAsync(string json, string? token, CancellationToken cancellationToken) =>
        PostAsync(Http, json, token, cancellationToken);

    public static async Task<HttpResponseMessage> PostAsync(
        HttpClient http,
        string json,
        string? token,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/sms")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, cancellationToken);
    }

    /// <summary>Posts a message that must be taken.</summary>
    /// <returns>Its id.</returns>
    public Task<string> AcceptAsync(string json, string token, CancellationToken cancellationToken) =>
        AcceptAsync(json, token, tries: 1, cancellationToken);

    /// <summary>
    /// Posts a message that is only scenery, again when the answer is to try again: with eight runs at work on two cores, an Azurite
    /// may not answer in time.
    /// </summary>
    /// <returns>Its id.</returns>
    public Task<string> AcceptPatientlyAsync(string json, string token, CancellationToken cancellationToken) =>
        AcceptAsync(json, token, tries: 3, cancellationToken);

    /// <summary>How many messages wait, are in work or scheduled; null while the store cannot tell.</summary>
    public async Task<long?> QueuedAsync(CancellationToken cancellationToken)
    {
        var (_, health) = await HealthAsync(cancellationToken);
        return health.GetProperty("queue").GetProperty("messages") is { ValueKind: JsonValueKind.Number } messages
            ? messages.GetInt64()
            : null;
    }

    /// <summary>What health answers, be it well or not.</summary>
    public async Task<(int Status, JsonElement Body)> HealthAsync(CancellationToken cancellationToken)
    {
        using var response = await Http.GetAsync(new Uri("api/health", UriKind.Relative), cancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken));
    }

    /// <summary>The reason of one message's dead letter, or null when there is none.</summary>
    public async Task<string?> DeadLetterReasonAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await OperatorsAsync($"api/dead-letters/{id}", cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        using var answer = await response.Content.ReadFromJsonAsync<JsonDocument>(cancellationToken);
        return answer!.RootElement.GetProperty("reason").GetString();
    }

    /// <summary>All dead letters: id and reason.</summary>
    public async Task<Dictionary<string, string>> DeadLettersAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>();
        string? next = null;
        do
        {
            using var response = await OperatorsAsync(
                $"api/dead-letters?continue={Uri.EscapeDataString(next ?? "")}",
                cancellationToken
            );
            response.EnsureSuccessStatusCode();
            using var page = await response.Content.ReadFromJsonAsync<JsonDocument>(cancellationToken);
            foreach (var item in page!.RootElement.GetProperty("items").EnumerateArray())
            {
                found[item.GetProperty("id").GetString()!] = item.GetProperty("reason").GetString()!;
            }

            next = page.RootElement.GetProperty("continue").GetString();
        } while (next is not null);

        return found;
    }

    private async Task<string> AcceptAsync(string json, string token, int tries, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var response = await PostAsync(json, token, cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return await IdInAsync(response, cancellationToken);
            }

            if (
                --tries == 0
                || response is not { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter.Delta: { } wait }
            )
            {
                throw new HarnessException($"The gateway answered {(int)response.StatusCode} instead of 200.");
            }

            await Task.Delay(wait, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> OperatorsAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("x-functions-key", _operatorsKey);
        return await Http.SendAsync(request, cancellationToken);
    }

    private static async Task<string> IdInAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var answer = await response.Content.ReadFromJsonAsync<JsonDocument>(cancellationToken);
        return answer!.RootElement.GetProperty("id").GetString()!;
    }
}
