using System.Net;
using System.Text.Json;
using SmsGateway.CarrierSimulator.GatewayCalls;

namespace SmsGateway.CarrierSimulator.DeadLetters;

/// <summary>Reads and replays the gateway's dead letters for the page.</summary>
internal sealed class DeadLetterClient(GatewayOptions options, GatewayClient gateway)
{
    private const string KeyHeader = "x-functions-key";
    private const string Path = "api/dead-letters";

    private const string Refused = "The gateway refused the operators' key.";

    private const string NoEndpoints =
        "The gateway has no operators' endpoints: its Gateway__Operators__KeySecretName is not set.";

    /// <summary>The page asks every two seconds.</summary>
    private static readonly TimeSpan ReadingPatience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ReplayPatience = TimeSpan.FromSeconds(15);

    /// <summary>Null when there is a gateway to ask.</summary>
    private readonly string? _notConfigured = options switch
    {
        { Address: null } =>
            "No gateway is configured. Set Simulator__Gateway__Address and Simulator__Gateway__OperatorsKey to see its dead letters here.",
        { OperatorsKey: null } =>
            "No operators' key is configured. Set Simulator__Gateway__OperatorsKey to see the gateway's dead letters here.",
        _ => null,
    };

    public async Task<DeadLetterPanel> ReadAsync(CancellationToken cancellationToken)
    {
        if (_notConfigured is not null)
        {
            return DeadLetterPanel.Without(_notConfigured);
        }

        var answer = await SendAsync(HttpMethod.Get, Path, ReadingPatience, cancellationToken);
        try
        {
            return answer switch
            {
                null => DeadLetterPanel.Without(GatewayAnswer.Silence),
                { Status: HttpStatusCode.OK } => Panel(answer.Body),
                { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => DeadLetterPanel.Without(Refused),
                { Status: HttpStatusCode.NotFound } => DeadLetterPanel.Without(NoEndpoints),
                _ => DeadLetterPanel.Without(answer.Otherwise),
            };
        }
        catch (JsonException)
        {
            return DeadLetterPanel.Without(GatewayAnswer.Unreadable);
        }
    }

    /// <summary>Lets the gateway try a dead letter afresh. Whether that can be is for the gateway to say.</summary>
    /// <param name="id">The message's.</param>
    /// <param name="allowExpired">Also an old code, with a fresh life.</param>
    public async Task<ReplayAnswer> ReplayAsync(Guid id, bool allowExpired, CancellationToken cancellationToken)
    {
        if (_notConfigured is not null)
        {
            return new(0, _notConfigured);
        }

        var path = $"{Path}/{id:N}/replay{(allowExpired ? "?allowExpired=true" : "")}";
        var answer = await SendAsync(HttpMethod.Post, path, ReplayPatience, cancellationToken);
        return answer switch
        {
            null => new(0, $"{GatewayAnswer.Silence} Whether it replays the message is unknown."),
            { Status: HttpStatusCode.OK } => new(200, "Queued again, as if it were new."),
            { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => new((int)answer.Status, Refused),
            // Without the endpoints there is nothing to tell of a dead letter that is not there.
            { Status: HttpStatusCode.NotFound } => new(404, answer.Problem()?.Title ?? NoEndpoints),
            _ => new((int)answer.Status, answer.Problem()?.Title ?? answer.Otherwise),
        };
    }

    private Task<GatewayAnswer?> SendAsync(
        HttpMethod method,
        string path,
        TimeSpan patience,
        CancellationToken cancellationToken
    ) => gateway.SendAsync(method, path, (KeyHeader, options.OperatorsKey!), null, patience, cancellationToken);

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
            item.LastOutcomes ?? [],
            item.Envelope?.ExpiresAt
        );

    /// <summary>The gateway masks already; this keeps the promise should it ever be asked to reveal.</summary>
    private static string Mask(string number) =>
        number.Length < 6 || number.Contains('*', StringComparison.Ordinal)
            ? number
            : string.Concat(number.AsSpan(0, 3), new string('*', number.Length - 5), number.AsSpan(number.Length - 2));
}
