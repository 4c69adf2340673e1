using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json;

namespace SmsGateway.CarrierSimulator.DeadLetters;

/// <summary>The section <c>Simulator:Gateway</c>: whose dead letters the page shows, if any.</summary>
internal sealed class GatewayOptions : IValidatableObject
{
    [RequiredWith(nameof(OperatorsKey))]
    public Uri? Address { get; set; }

    /// <summary>Sent to the gateway as <c>x-functions-key</c>; never to the browser.</summary>
    public string? OperatorsKey { get; set; }

    /// <summary>The operators' key must not cross a network in clear.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Address
            is null
                or { IsAbsoluteUri: true, Scheme: "https" }
                or { IsAbsoluteUri: true, Scheme: "http", IsLoopback: true }
            ? []
            :
            [
                new(
                    "The field Address must be an absolute https address, or an http one on this machine.",
                    [nameof(Address)]
                ),
            ];
}

/// <summary>Reads the gateway's dead letters for the page, so that the operators' key never reaches a browser.</summary>
internal sealed class DeadLetterClient : IDisposable
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;
    private const string KeyHeader = "x-functions-key";

    private readonly HttpClient? _http;
    private readonly string _notConfigured;

    public DeadLetterClient(GatewayOptions options)
    {
        _notConfigured = options.Address is null
            ? "No gateway is configured. Set Simulator__Gateway__Address and Simulator__Gateway__OperatorsKey to see its dead letters here."
            : "No operators' key is configured. Set Simulator__Gateway__OperatorsKey to see the gateway's dead letters here.";
        if (options is { Address: { } address, OperatorsKey: { } key })
        {
            // A redirect would carry the key to a place nobody configured.
            _http = new HttpClient(
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    UseProxy = false,
                }
            )
            {
                BaseAddress = new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"),
                Timeout = TimeSpan.FromSeconds(2),
                MaxResponseContentBufferSize = MaxAnswerBytes,
            };
            _http.DefaultRequestHeaders.TryAddWithoutValidation(KeyHeader, key);
        }
    }

    public async Task<DeadLetterPanel> ReadAsync(CancellationToken cancellationToken)
    {
        if (_http is null)
        {
            return DeadLetterPanel.Without(_notConfigured);
        }

        try
        {
            using var response = await _http.GetAsync(new Uri("api/dead-letters", UriKind.Relative), cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => Panel(await response.Content.ReadAsByteArrayAsync(cancellationToken)),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => DeadLetterPanel.Without(
                    "The gateway refused the operators' key."
                ),
                HttpStatusCode.NotFound => DeadLetterPanel.Without(
                    "The gateway has no operators' endpoints: its Gateway__Operators__KeySecretName is not set."
                ),
                var status => DeadLetterPanel.Without($"The gateway answered {(int)status}."),
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return DeadLetterPanel.Without("The gateway does not answer.");
        }
        catch (JsonException)
        {
            return DeadLetterPanel.Without("The gateway's answer cannot be read.");
        }
    }

    public void Dispose() => _http?.Dispose();

    private static DeadLetterPanel Panel(byte[] utf8)
    {
        var list = JsonSerializer.Deserialize(utf8, GatewayJson.Default.GatewayDeadLetters);
        return new DeadLetterPanel(null, [.. (list?.Items ?? []).Select(Row)], list?.Continue is not null);
    }

    private static DeadLetterRow Row(GatewayDeadLetter item) =>
        new(
            item.Id ?? "",
            item.Reason ?? "",
            item.Detail,
            item.DiedAt,
            Mask(item.Envelope?.Recipient ?? ""),
            item.LastOutcomes ?? []
        );

    /// <summary>The gateway masks already; this keeps the promise should it ever be asked to reveal.</summary>
    private static string Mask(string number) =>
        number.Length < 6 || number.Contains('*', StringComparison.Ordinal)
            ? number
            : string.Concat(number.AsSpan(0, 3), new string('*', number.Length - 5), number.AsSpan(number.Length - 2));
}
