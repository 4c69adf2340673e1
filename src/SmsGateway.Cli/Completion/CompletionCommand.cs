using System.CommandLine;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Completion;

/// <summary>Prints the script that makes a shell complete the tool's commands and options.</summary>
internal sealed class CompletionCommand : CliCommand
{
    private readonly Argument<string> _shell = new("shell") { Description = "Which shell." };

    public CompletionCommand()
        : base(
            "completion",
            "Print the script that makes a shell complete commands and options.",
            new(
                $"mkdir -p ~/.local/share/bash-completion/completions && {CliApp.Name} completion bash > ~/.local/share/bash-completion/completions/{CliApp.Name}",
                "bash, from the next shell on"
            ),
            new(
                $"mkdir -p ~/.zfunc && {CliApp.Name} completion zsh > ~/.zfunc/_{CliApp.Name}",
                "zsh, with ~/.zfunc in fpath"
            ),
            new(
                $"mkdir -p ~/.config/fish/completions && {CliApp.Name} completion fish > ~/.config/fish/completions/{CliApp.Name}.fish",
                "fish, from the next shell on"
            ),
            new($"{CliApp.Name} completion pwsh >> $PROFILE", "PowerShell")
        )
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Add(_shell);
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
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

/// <summary>Each asks the tool itself, through its <c>[suggest:position]</c> directive, so that they never grow old.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # bash completion for sms-gateway
        _sms_gateway() {
            local line
            COMPREPLY=()
            while IFS= read -r line; do
                [[ -n $line ]] && COMPREPLY+=("$line")
            done < <(sms-gateway "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
        }
        complete -o default -F _sms_gateway sms-gateway

        """;

    private const string Zsh = """
        #compdef sms-gateway
        # zsh completion for sms-gateway
        _sms_gateway() {
            local -a found
            found=("${(@f)$(sms-gateway "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -- ${found:#}
        }
        compdef _sms_gateway sms-gateway

        """;

    private const string Fish = """
        # fish completion for sms-gateway
        function __sms_gateway_suggest
            set -l line (commandline -c)
            sms-gateway "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c sms-gateway -a '(__sms_gateway_suggest)'

        """;

    private const string PowerShell = """
        # PowerShell completion for sms-gateway
        Register-ArgumentCompleter -Native -CommandName sms-gateway -ScriptBlock {
            param($word, $ast, $position)
            sms-gateway "[suggest:$position]" "$ast" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;

    public static string For(string shell) =>
        shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => PowerShell,
        };
}
