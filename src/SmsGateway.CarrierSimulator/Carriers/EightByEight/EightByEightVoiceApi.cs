using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SmsGateway.CarrierSimulator.Carriers.EightByEight;

/// <summary>The subaccount in the path and the bearer key, of calls.</summary>
internal sealed class EightByEightVoiceOptions
{
    [Required]
    public string SubAccountId { get; set; } = "";

    [Required]
    public string ApiKey { get; set; } = "";
}

/// <summary>8x8's voice API v1, another product than its texts: callflows of a call that says a text and hangs up.</summary>
internal sealed class EightByEightVoiceApi(EightByEightVoiceOptions options, TimeProvider time) : ICarrierApi
{
    private const int MaxTextLength = 3000;

    public IReadOnlyList<string> Paths { get; } = ["/api/v1/subaccounts/{account}/callflows"];

    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body) =>
        AuthorizationHeader.Equal(AuthorizationHeader.Parameter(request, "Bearer"), options.ApiKey)
            ? null
            : EightByEightVoiceErrors.For(Behaviour.CredentialsRefused);

    public CarrierRequest Read(HttpRequest request, byte[] body)
    {
        if (CarrierRequest.FromJson(body, EightByEightVoiceJson.Default.EightByEightCallflow) is not { } flow)
        {
            return CarrierRequest.Unreadable(EightByEightVoiceErrors.Code(-1001));
        }

        if (flow.Callflow is not [{ Action: "makeCall", Params: { } call }, ..])
        {
            return CarrierRequest.Unreadable(EightByEightVoiceErrors.Code(-1013));
        }

        var speech = flow.Callflow.FirstOrDefault(action => action?.Action == "say")?.Params;
        var ownsSubAccount = (string)request.RouteValues["account"]! == options.SubAccountId;
        return new CarrierRequest
        {
            Messages = [new ReceivedMessage(call.Destination, call.Source, speech?.Text, isVoice: true)],
            Refusal = (ownsSubAccount ? ErrorOf(flow, call, speech) : 404) is { } code
                ? EightByEightVoiceErrors.Code(code)
                : null,
            Accept = now => new Answer(
                200,
                Outcome.Accepted,
                "CREATED",
                Answer.Json(
                    new EightByEightCallAnswer(
                        Guid.CreateVersion7(now).ToString(),
                        "CREATED",
                        Guid.CreateVersion7(now).ToString(),
                        flow.ValidUntil,
                        1,
                        "Created"
                    ),
                    EightByEightVoiceJson.Default.EightByEightCallAnswer
                )
            ),
            RejectInsideSuccess = _ => EightByEightVoiceErrors.Code(-1014, status: 200),
        };
    }

    public Answer Fail(Behaviour behaviour) => EightByEightVoiceErrors.For(behaviour);

    private int? ErrorOf(EightByEightCallflow flow, EightByEightActionParams call, EightByEightActionParams? speech)
    {
        if (flow.Callflow!.Any(action => action?.Action is not ("makeCall" or "say" or "hangup")))
        {
            return -1007;
        }

        return (call, speech) switch
        {
            (_, not { Text.Length: > 0 and <= MaxTextLength, Repetition: null or (>= 1 and <= 3) }) => -1009,
            (_, { VoiceProfile: null or "" }) => -1002,
            _ when !E164.IsNumber(call.Source, plusRequired: false) => -1014,
            _ when !E164.IsNumber(call.Destination, plusRequired: false) => -1017,
            _ when flow.ValidUntil is { } end && !IsAhead(end) => -1015,
            _ => null,
        };
    }

    private bool IsAhead(string moment) =>
        DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var end)
        && end > time.GetUtcNow();
}
