using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SmsGateway.Cli.Commands;
using Xunit;

namespace SmsGateway.Tests.Cli;

/// <summary>
/// One run of the tool, and what it printed: in this process, or by the published program, where there is one and the test puts nothing
/// of its own in the tool's place.
/// </summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    /// <summary>The one document of --json.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <param name="line">The arguments, split at spaces.</param>
    /// <param name="variables">Environment variables; the process's own are not seen.</param>
    /// <param name="input">Standard input; with it the tool believes that somebody sits at a terminal.</param>
    /// <param name="hidden">What is typed where a secret is asked for.</param>
    /// <param name="handler">Carries the requests, instead of real HTTP.</param>
    /// <param name="piped">Standard input that is no terminal.</param>
    /// <param name="trusts">Certificates that the system does not know.</param>
    /// <param name="stop">Ctrl+C.</param>
    public static Task<CliRun> OfAsync(
        string line,
        IReadOnlyDictionary<string, string>? variables = null,
        string? input = null,
        string? hidden = null,
        TimeProvider? time = null,
        Func<HttpMessageHandler>? handler = null,
        string? piped = null,
        Func<X509Certificate2, bool>? trusts = null,
        CancellationToken? stop = null
    ) =>
        OfAsync(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            variables,
            input,
            hidden,
            time,
            handler,
            piped,
            trusts,
            stop
        );

    /// <inheritdoc cref="OfAsync(string, IReadOnlyDictionary{string, string}?, string?, string?, TimeProvider?, Func{HttpMessageHandler}?, string?, Func{X509Certificate2, bool}?, CancellationToken?)"/>
    public static async Task<CliRun> OfAsync(
        string[] args,
        IReadOnlyDictionary<string, string>? variables = null,
        string? input = null,
        string? hidden = null,
        TimeProvider? time = null,
        Func<HttpMessageHandler>? handler = null,
        string? piped = null,
        Func<X509Certificate2, bool>? trusts = null,
        CancellationToken? stop = null
    )
    {
        var isAlone =
            (input, hidden, handler, trusts, stop) is (null, null, null, null, null)
            && (time is null || ReferenceEquals(time, TimeProvider.System));
        if (isAlone && PublishedCli.Path is { } program)
        {
            return await PublishedCli.RunAsync(program, args, variables, piped);
        }

        using var output = new StringWriter();
        using var error = new StringWriter();
        using var typed = new StringReader(input ?? piped ?? "");
        var environment = new CliEnvironment
        {
            Out = output,
            Error = TextWriter.Synchronized(error),
            In = typed,
            CanAsk = input is not null || hidden is not null,
            AskAsync = (question, isSecret, _) =>
            {
                error.Write($"{question} ");
                return Task.FromResult((isSecret ? hidden : typed.ReadLine()) ?? "");
            },
            Variable = name => variables?.GetValueOrDefault(name),
            Time = time ?? TimeProvider.System,
            Trusts = trusts ?? (_ => false),
            CreateHandler = handler ?? CliEnvironment.NewHandler,
        };
        var exitCode = await CliApp.RunAsync(args, environment, stop ?? TestContext.Current.CancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
