using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Gateway;

/// <summary>What an operators' endpoint means when it does not do as asked.</summary>
internal static class OperatorsAdvice
{
    public const string WrongKey =
        "the gateway refused the operators' key. Compare it with the secret that Gateway__Operators__KeySecretName names "
        + "(on Azure Functions: a function key of the app).";

    public static CliException Refusal(GatewayAnswer answer) => new(answer.Status switch
    {
        401 or 403 => $"Not done: {WrongKey}",
        404 => "The gateway has no operators' endpoints: its Gateway__Operators__KeySecretName is not set, or the address is wrong.",
        503 => $"The gateway cannot do it now: its store or its secrets do not answer. Try again; `{CliApp.Name} check` shows which.",
        _ => answer.Text("title") is { } title
            ? $"The gateway answered {answer.Status}: {string.Join("; ", answer.Errors.Prepend(title))}"
            : $"The gateway answered {answer.Status}, which its operators' endpoints do not: compare the address.",
    });
}
