using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

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

    /// <summary>Reads a line from the terminal without showing it; null when there is no more.</summary>
    public Func<string?> ReadHiddenLine { get; init; } = () => null;

    /// <summary>Makes what carries HTTP requests. It must not follow redirects: one would carry a secret to where nobody sent it.</summary>
    public Func<HttpMessageHandler> CreateHandler { get; init; } = NewHandler;

    /// <summary>Whether a certificate counts as trusted that the system does not know.</summary>
    public Func<X509Certificate2, bool> Trusts { get; init; } = _ => false;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Fills a span with unpredictable bytes.</summary>
    public Action<Span<byte>> Fill { get; init; } = RandomNumberGenerator.Fill;

    /// <summary>Whether output may be coloured: https://no-color.org, and never into a file or a pipe.</summary>
    public bool MayColour(bool isTerminal) => isTerminal && string.IsNullOrEmpty(Variable("NO_COLOR"));

    public static CliEnvironment OfThisProcess() => new()
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
        ReadHiddenLine = HiddenLine.Read,
    };

    public static HttpMessageHandler NewHandler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
    };
}
