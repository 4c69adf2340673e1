using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsGateway.Messages;
using SmsGateway.Secrets;
using Spectre.Console;

namespace SmsGateway.Cli.Commands;

/// <summary>One run of a command: its options, and where its output goes.</summary>
internal sealed class Invocation
{
    private const string StandardInput = "-";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        // A terminal is no web page; numbers keep their plus sign, texts their quotes and umlauts.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ParseResult _parse;

    public Invocation(ParseResult parse)
    {
        _parse = parse;
        Environment = ((CliConfiguration)parse.InvocationConfiguration).Environment;
        Json = parse.GetValue(CommandTree.Json);
        Screen = NewConsole(Environment.Out, Environment.OutIsTerminal);
        Notes = NewConsole(Environment.Error, Environment.ErrorIsTerminal);
    }

    public CliEnvironment Environment { get; }

    /// <summary>Whether the result shall be one JSON document.</summary>
    public bool Json { get; }

    /// <summary>Standard output, for tables; only without <see cref="Json"/>.</summary>
    public IAnsiConsole Screen { get; }

    /// <summary>Standard error, for progress.</summary>
    public IAnsiConsole Notes { get; }

    public T? Get<T>(Option<T> option) => _parse.GetValue(option);

    public T? Get<T>(Argument<T> argument) => _parse.GetValue(argument);

    /// <returns>Null when it is given nowhere.</returns>
    public string? Find(Setting setting) =>
        Given(_parse.GetValue(setting)) ?? Given(Environment.Variable(setting.Variable));

    /// <summary>Whether there is an option or a variable with it; reads neither standard input nor a file.</summary>
    public bool IsGiven(EnvironmentOption option) =>
        (option is SecretSetting ? _parse.GetValue(option) : Given(_parse.GetValue(option))) is not null
        || Given(Environment.Variable(option.Variable)) is not null;

    /// <summary>Before anything is done.</summary>
    /// <exception cref="CliException">Something is missing and cannot be asked for; all of it is named at once.</exception>
    public void MustHave(IReadOnlyList<EnvironmentOption> options)
    {
        var mistakes = options
            .Where(option =>
                option.IsRequired && !IsGiven(option) && (option.Instead is null || !IsGiven(option.Instead))
            )
            .Where(option => option is not SecretSetting || !Environment.CanAsk)
            .Select(option => option.WhenMissing)
            .ToList();
        string[] piped =
        [
            .. options
                .Where(option => option is SecretSetting && _parse.GetValue(option) == StandardInput)
                .Select(option => option.Name),
        ];
        if (piped.Length > 1)
        {
            mistakes.Add($"{string.Join(" and ", piped)} cannot both be standard input (-): name a file for one.");
        }

        if (mistakes.Count > 0)
        {
            throw CliException.Usage(string.Join('\n', mistakes));
        }
    }

    /// <exception cref="CliException">It is given nowhere.</exception>
    public string Require(Setting setting) => Find(setting) ?? throw CliException.Usage(setting.WhenMissing);

    /// <summary>The gateway's base address, with a slash at its end.</summary>
    public Uri RequireUrl(Setting setting) => GatewayAddress.Parse(Require(setting), setting);

    /// <summary>The secret from its file, else from its variable.</summary>
    /// <returns>Null when it is in neither.</returns>
    /// <exception cref="CliException">The file cannot be read, or is empty.</exception>
    public async Task<Sensitive?> FindSecretAsync(SecretSetting setting, CancellationToken cancellationToken)
    {
        var path = _parse.GetValue(setting);
        // A pipe, and the console's reader, wait for their input even when asked not to; they are left alone when it is to end.
        var text = path is null
            ? Environment.Variable(setting.Variable)
            : await Task.Run(
                    () =>
                        path == StandardInput
                            ? Environment.In.ReadToEnd()
                            : FileErrors.Telling(setting, path, () => File.ReadAllText(path)),
                    CancellationToken.None
                )
                .WaitAsync(cancellationToken);
        return Secret(text) is { } secret ? secret
            : path is null ? null
            : throw CliException.Usage(
                $"{setting.Name}: {(path == StandardInput ? "standard input" : path)} is empty."
            );
    }

    /// <summary>The secret from its file, its variable, or the terminal.</summary>
    /// <exception cref="CliException">It is nowhere, and there is nobody to ask.</exception>
    public async Task<Sensitive> SecretAsync(SecretSetting setting, CancellationToken cancellationToken)
    {
        if (await FindSecretAsync(setting, cancellationToken) is { } found)
        {
            return found;
        }

        var question = $"{char.ToUpperInvariant(setting.Secret[0])}{setting.Secret[1..]}:";
        return Environment.CanAsk && Secret(await Environment.AskAsync(question, true, cancellationToken)) is { } typed
            ? typed
            : throw CliException.Usage(setting.WhenMissing);
    }

    /// <summary>Asks on standard error; only a yes is a yes.</summary>
    /// <param name="question">Without its question mark's usual tail.</param>
    /// <param name="without">The option that answers beforehand, for where nobody can be asked.</param>
    /// <exception cref="CliException">There is nobody to ask.</exception>
    public async Task<bool> ConfirmAsync(string question, string without, CancellationToken cancellationToken) =>
        Environment.CanAsk
            ? (await Environment.AskAsync($"{question} [y/N]", false, cancellationToken)).Trim()
                is "y"
                    or "Y"
                    or "yes"
                    or "Yes"
            : throw CliException.Usage($"{question} Nobody is here to answer; {without} says yes.");

    /// <summary>Does something that takes its time, with a line that moves at a terminal.</summary>
    /// <param name="line">At first.</param>
    /// <param name="work">Gets what changes the line.</param>
    public Task<T> WaitingAsync<T>(string line, Func<Action<string>, Task<T>> work) =>
        Environment.ErrorIsTerminal
            ? Notes.Status().StartAsync(line, status => work(next => status.Status(next)))
            : work(_ => { });

    /// <summary>The one document of --json.</summary>
    public void Write(JsonNode document) => WriteJson(Environment.Out, document);

    /// <summary>Indented, and readable in every script.</summary>
    public static void WriteJson(TextWriter output, JsonNode document) =>
        output.WriteLine(document.ToJsonString(Indented));

    /// <summary>A line for people on standard error.</summary>
    public void Note(string line) => Environment.Error.WriteLine(line);

    /// <summary>As the gateway itself reads secrets.</summary>
    private static Sensitive? Secret(string? text) =>
        SecretText.Strip(text ?? "") is { Length: > 0 } secret ? new Sensitive(secret) : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private IAnsiConsole NewConsole(TextWriter writer, bool isTerminal)
    {
        var colour = Environment.MayColour(isTerminal);
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = colour ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            }
        );
        // A file has no width: nothing wraps there.
        console.Profile.Width = isTerminal ? Environment.Width : 1000;
        return console;
    }
}
