using System.Text.Json.Nodes;
using SmsGateway.Cli.Gateway;
using SmsGateway.Cli.Tokens;

namespace SmsGateway.Cli.Check;

/// <summary>Whether the gateway knows Auth0 and the operator, and nobody else. Each request is one that cannot become a message.</summary>
internal static class CallerProbe
{
    /// <summary>An empty message without a token: it must be refused before it is read.</summary>
    public static async Task<CheckLine> StrangerAsync(GatewayClient gateway, CancellationToken cancellationToken)
    {
        const string Name = "stranger";
        var answer = await gateway.PostMessageAsync([], null, null, cancellationToken);
        return answer.Status switch
        {
            401 => CheckLine.Ok(Name, "401, refused without a token"),
            200 or 400 => CheckLine.Fail(
                Name,
                $"{answer.Status} without a token",
                "Anybody can send here! This is not the gateway, or something in front adds a token."
            ),
            _ => CheckLine.Fail(
                Name,
                $"{answer.Status} instead of 401",
                AnswerHints.For(answer, gateway.AcceptAddress)
            ),
        };
    }

    /// <summary>An empty message with a good token: 400 says that the caller is known, and sends nothing.</summary>
    public static async Task<CheckLine> SignedAsync(
        GatewayClient gateway,
        TokenCaller caller,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        const string Name = "caller";
        var answer = await gateway.ProbeAsync(caller, now, cancellationToken);
        return answer.Status switch
        {
            _ when answer.IsForKnownCaller => CheckLine.Ok(Name, "known: subject, audience and secret fit"),
            400 => CheckLine.Warn(
                Name,
                "400, though not in the gateway's words",
                "Something else may answer at this address; `sms-gateway send` makes sure."
            ),
            401 => CheckLine.Fail(Name, "401, not known", AnswerHints.For(answer, gateway.AcceptAddress)),
            _ => CheckLine.Fail(
                Name,
                $"{answer.Status} instead of 400",
                AnswerHints.For(answer, gateway.AcceptAddress)
            ),
        };
    }

    public static async Task<CheckLine> OperatorAsync(GatewayClient gateway, CancellationToken cancellationToken)
    {
        const string Name = "operators";
        var answer = await gateway.OperateAsync(HttpMethod.Get, "api/dead-letters", cancellationToken);
        return answer is { Status: 200, Json: { } page } && page["items"] is JsonArray items
            ? CheckLine.Ok(
                Name,
                items.Count == 0
                    ? "the key fits; no dead letters"
                    : $"the key fits; {items.Count}{(page["continue"] is null ? "" : " or more")} dead letters"
            )
            : CheckLine.Fail(Name, $"{answer.Status}", AnswerHints.Refusal(answer).Message);
    }
}
