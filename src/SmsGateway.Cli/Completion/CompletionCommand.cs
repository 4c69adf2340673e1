using System.CommandLine;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Completion;

/// <summary>Prints the script that makes a shell complete the tool's commands and options.</summary>
internal sealed class CompletionCommand : LeafCommand
{
    private readonly Argument<string> _shell = new("shell") { Description = "Which shell." };

    public CompletionCommand()
        : base("completion", "Print the script that makes a shell complete commands and options.")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        Add(_shell);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new($"{CliApp.Name} completion bash > ~/.local/share/bash-completion/completions/{CliApp.Name}", "bash, from the next shell on"),
        new($"{CliApp.Name} completion zsh > ~/.zfunc/_{CliApp.Name}", "zsh, with ~/.zfunc in fpath"),
        new($"{CliApp.Name} completion pwsh >> $PROFILE", "PowerShell"),
    ];

    protected override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var shell = invocation.Get(_shell)!;
        var script = CompletionScripts.For(shell);
        if (invocation.Json)
        {
            invocation.Write(new JsonObject { ["shell"] = shell, ["script"] = script });
        }
        else
        {
            invocation.Environment.Out.Write(script);
        }

        return Task.FromResult(ExitCodes.Ok);
    }
}
