using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Gateway;

/// <summary>What an answer of the gateway means, and what to do about it.</summary>
internal static class AnswerHints
{
    public const string WrongKey =
        "the gateway refused the operators' key. Compare it with the secret that Gateway__Operators__KeySecretName names "
        + "(on Azure Functions: a function key of the app).";

    /// <summary>Of the answer to a posted message.</summary>
    public static string For(GatewayAnswer answer, Uri address) =>
        answer.Status switch
        {
            200 => "The gateway has the message.",
            400 when answer.Errors.Any() =>
                $"The gateway knows the caller, but not the message: {string.Join("; ", answer.Errors)}.",
            400 => "The gateway could not read the request.",
            401 =>
                "The gateway does not know this caller. Compare subject, audience, signing secret, its encoding and the algorithm with "
                    + "Gateway__Callers__<name>__*; the gateway's log names the one that differs.",
            403 or 429 when answer.Text("reason") is { } rule => $"The gateway does not send this message: {rule}.",
            403 =>
                "Something in front of the gateway refuses the request: a firewall, or access restrictions of the app.",
            404 => $"There is no gateway at {address}: compare the address, and the path of a proxy in front.",
            405 => $"{address} takes no POST: compare the address.",
            411 =>
                "The gateway did not get the body: something on the way sends it in chunks, and Azure Functions takes it only with a Content-Length.",
            413 => "The message is too long.",
            429 => "Something in front of the gateway limits the rate.",
            503 when answer.Json is not null =>
                "The gateway could not store the message, or not read its secrets; `sms-gateway check` shows which.",
            >= 300 and < 400 =>
                $"Redirected to {answer.Location?.ToString() ?? "nowhere"}, where Auth0 does not follow: use the address it leads to.",
            >= 500 => "The gateway, or a proxy in front of it, failed; see its log.",
            _ => "This is no answer of the gateway: compare the address.",
        };

    /// <summary>When an operators' endpoint does not do as asked.</summary>
    public static CliException Refusal(GatewayAnswer answer) =>
        new(
            answer.Status switch
            {
                // 429: so many wrong keys came before this one that no more of them wait for their 401.
                401 or 403 or 429 => $"Not done: {WrongKey}",
                404 =>
                    "The gateway has no operators' endpoints: its Gateway__Operators__KeySecretName is not set, or the address is wrong.",
                503 =>
                    $"The gateway cannot do it now: its store or its secrets do not answer. Try again; `{CliApp.Name} check` shows which.",
                _ => answer.Text("title") is { } title
                    ? $"The gateway answered {answer.Status}: {string.Join("; ", answer.Errors.Prepend(title))}"
                    : $"The gateway answered {answer.Status}, which its operators' endpoints do not: compare the address.",
            }
        );
}
