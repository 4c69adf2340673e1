using System.CommandLine;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Admission;

/// <summary>Puts an entry on one of the lists.</summary>
internal abstract class PutCommand : CliCommand
{
    private readonly string _path;
    private readonly string _done;
    private readonly EntrySubject _subject;
    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);
    private readonly EntryTerms _terms = new();
    private readonly Option<bool> _force = new("--force")
    {
        Description = "Also a prefix of fewer than four digits, or a range of addresses wider than any network.",
    };

    /// <param name="name">Of the command.</param>
    /// <param name="path">Of the list.</param>
    /// <param name="done">What has been done then.</param>
    /// <param name="hasSwitches">Whether the list takes callers and regions.</param>
    /// <param name="description">For the help.</param>
    /// <param name="examples">For the help.</param>
    protected PutCommand(
        string name,
        string path,
        string done,
        bool hasSwitches,
        string description,
        params IReadOnlyList<Example> examples
    )
        : base(name, description, examples)
    {
        (_path, _done, _subject) = (path, done, new EntrySubject(hasSwitches));
        Add(_subject.Argument);
        Add([.. _subject.Options, .. _terms.Options, _force, _url, _key]);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (field, value) = _subject.Require(invocation);
        using var gateway = GatewayClient.For(invocation, _url, await invocation.SecretAsync(_key, cancellationToken));
        return await _terms.PutAsync(
            $"{_path}{(invocation.Get(_force) ? "?force=true" : "")}",
            _done,
            "until it is removed",
            field,
            value,
            gateway,
            invocation,
            cancellationToken
        );
    }
}

/// <summary>Nothing more is sent there.</summary>
internal sealed class BlockCommand()
    : PutCommand(
        "block",
        "api/admission/blocks",
        "Blocked",
        hasSwitches: true,
        "Send nothing more to a number, a prefix or a region, or for an address or a caller. It holds on all gateways of the store within seconds.",
        new($"{CliApp.Name} admission block +61491570156 --for 1h", "one number; the rest from the environment"),
        new(
            $"{CliApp.Name} admission block --prefix +99899394 --for 12h --reason \"13,000 texts in an hour\"",
            "a number block; the rest from the environment"
        ),
        new($"{CliApp.Name} admission block --region UZ", "a whole country, until it is removed; the rest likewise"),
        new($"{CliApp.Name} admission block --caller signup --for 30m", "a caller; the rest likewise")
    );

/// <summary>The rules against fraud do not speak there.</summary>
internal sealed class AllowCommand()
    : PutCommand(
        "allow",
        "api/admission/allows",
        "Allowed",
        hasSwitches: false,
        "Spare a number, a prefix or an address the rules on regions and kinds of number and those against fraud. A block and the limits per number and user go on.",
        new(
            $"{CliApp.Name} admission allow --ip 203.0.113.0/24 --reason \"the office\"",
            "many users behind one address; the rest from the environment"
        ),
        new($"{CliApp.Name} admission allow +61491570156 --for 7d", "one number; the rest from the environment")
    );
