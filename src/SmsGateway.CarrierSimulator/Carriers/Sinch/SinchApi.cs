using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SmsGateway.CarrierSimulator.Carriers.Sinch;

/// <summary>The service plan in the path and its token.</summary>
internal sealed class SinchOptions
{
    [Required]
    public string ServicePlanId { get; set; } = "";

    [Required]
    public string ApiToken { get; set; } = "";
}

/// <summary>Sinch's SMS API (XMS): a bearer token, JSON in and out, a batch of up to 1000 recipients.</summary>
internal sealed class SinchApi(SinchOptions options) : ICarrierApi
{
    private const int MaxRecipients = 1000;
    private const int MaxBodyLength = 2000;
    private const int MaxReferenceLength = 128;

    public IReadOnlyList<string> Paths { get; } = ["/xms/v1/{plan}/batches"];

    /// <summary>A token is good for its own plan only.</summary>
    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body) =>
        AuthorizationHeader.Equal(AuthorizationHeader.Parameter(request, "Bearer"), options.ApiToken)
        && (string)request.RouteValues["plan"]! == options.ServicePlanId
            ? null
            : SinchErrors.Unauthorized;

    public CarrierRequest Read(HttpRequest request, byte[] body)
    {
        if (CarrierRequest.FromJson(body, SinchJson.Default.SinchBatch) is not { } batch)
        {
            return CarrierRequest.Unreadable(SinchErrors.InvalidJson);
        }

        return new CarrierRequest
        {
            Messages = [.. (batch.To ?? []).Select(to => new ReceivedMessage(to, batch.From, batch.Body))],
            Refusal = ErrorOf(batch),
            Accept = now => Accept(batch, now),
            // Of those who opted out it tells only in delivery reports.
            RejectInsideSuccess = now => Accept(batch, now),
        };
    }

    public Answer Fail(Behaviour behaviour) => SinchErrors.For(behaviour);

    private static Answer Accept(SinchBatch batch, DateTimeOffset now)
    {
        var answer = new SinchAnswer(
            Guid.CreateVersion7(now).ToString("N"),
            [.. batch.To!.Select(to => to!.TrimStart('+'))],
            batch.From,
            batch.Body!,
            batch.Type!,
            false,
            now,
            now,
            batch.DeliveryReport ?? "none",
            batch.ExpireAt,
            batch.ClientReference
        );
        return new Answer(201, Outcome.Accepted, "queued", Answer.Json(answer, SinchJson.Default.SinchAnswer));
    }

    private static Answer? ErrorOf(SinchBatch batch) =>
        batch switch
        {
            { To: not { Count: > 0 and <= MaxRecipients } } => SinchErrors.Constraint(
                $"\"to\" must have 1 to {MaxRecipients} elements"
            ),
            { Type: not "mt_text" } => SinchErrors.Format("\"type\" is not a valid value"),
            { Body: not { Length: > 0 and <= MaxBodyLength } } => SinchErrors.Constraint(
                $"\"body\" must have 1 to {MaxBodyLength} characters"
            ),
            { ClientReference.Length: > MaxReferenceLength } => SinchErrors.Constraint(
                "\"client_reference\" is too long"
            ),
            {
                DeliveryReport: not (null or "none" or "summary" or "full" or "per_recipient" or "per_recipient_final")
            } => SinchErrors.Format("\"delivery_report\" is not a valid value"),
            { ExpireAt: { } expiry }
                when !DateTimeOffset.TryParse(
                    expiry,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.RoundtripKind,
                    out _
                ) => SinchErrors.Format("\"expire_at\" is not a timestamp"),
            _ when batch.To.Any(to => !E164.IsNumber(to, plusRequired: false)) => SinchErrors.For(
                Behaviour.InvalidNumber
            ),
            _ => null,
        };
}
