using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Spectre.Console;

namespace SmsGateway.Cli.Commands;

/// <summary>Everything outside that a command touches, so that a test can put its own in place.</summary>
internal sealed class CliEnvironment
{
    /// <summary>Results, and with --json the one document; nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress, hints and errors.</summary>
    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether somebody is there to answer a question.</summary>
    public bool CanAsk { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 100;

    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>Asks a question at the terminal; only where <see cref="CanAsk"/>.</summary>
    public Question AskAsync { get; init; } = AtTerminalAsync;

    /// <summary>Makes what carries HTTP requests. It must not follow redirects: one would carry a secret to where nobody sent it.</summary>
    public Func<HttpMessageHandler> CreateHandler { get; init; } = NewHandler;

    /// <summary>Whether a certificate counts as trusted that the system does not know.</summary>
    public Func<X509Certificate2, bool> Trusts { get; init; } = _ => false;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Who is at work, for the gateway's log.</summary>
    public string User { get; init; } = $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>Fills a span with unpredictable bytes.</summary>
    public Action<Span<byte>> Fill { get; init; } = RandomNumberGenerator.Fill;

    /// <summary>Whether output may be coloured: https://no-color.org, and never into a file or a pipe.</summary>
    public bool MayColour(bool isTerminal) => isTerminal && string.IsNullOrEmpty(Variable("NO_COLOR"));

    public static CliEnvironment OfThisProcess() =>
        new()
        {
            Out = Console.Out,
            Error = Console.Error,
            In = Console.In,
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            // Questions go to standard error, so both must be the terminal.
            CanAsk = !Console.IsInputRedirected && !Console.IsErrorRedirected,
            Width = Console.IsOutputRedirected || Console.WindowWidth < 40 ? 100 : Console.WindowWidth,
            Variable = Environment.GetEnvironmentVariable,
        };

    public static HttpMessageHandler NewHandler() =>
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };

    /// <summary>On standard error, since standard output may go into a file while somebody sits at the terminal.</summary>
    private static async Task<string> AtTerminalAsync(
        string question,
        bool isSecret,
        CancellationToken cancellationToken
    )
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(Console.Error),
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.Yes,
            }
        );
        if (isSecret)
        {
            // Ends the terminal's echo, which otherwise goes on until the first key is read: a secret that is pasted as soon as the
            // question shows would be seen.
            _ = Console.KeyAvailable;
        }

        try
        {
            return await new TextPrompt<string>(Markup.Escape(question))
            {
                IsSecret = isSecret,
                Mask = null,
                AllowEmpty = true,
            }.ShowAsync(console, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // What is said next begins a line.
            await Console.Error.WriteLineAsync();
            throw;
        }
    }
}

/// <param name="question">As it is shown.</param>
/// <param name="isSecret">Whether nothing that is typed may be seen.</param>
/// <returns>The line that was typed.</returns>
internal delegate Task<string> Question(string question, bool isSecret, CancellationToken cancellationToken);

/// <summary>Hands the environment down to the commands.</summary>
internal sealed class CliConfiguration : InvocationConfiguration
{
    public CliConfiguration(CliEnvironment environment)
    {
        Environment = environment;
        Output = environment.Out;
        Error = environment.Error;
        EnableDefaultExceptionHandler = false;
        // The process's own handler of Ctrl+C does it.
        ProcessTerminationTimeout = null;
    }

    public CliEnvironment Environment { get; }
}
