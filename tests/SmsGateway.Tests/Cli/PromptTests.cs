using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using SmsGateway.Cli.Commands;
using SmsGateway.Testing;
using SmsGateway.Tests.BlackBox;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Cli;

/// <summary>A real process of the tool at a terminal of its own, which util-linux's script makes.</summary>
[Collection(BlackBoxCollection.Name)]
public sealed class PromptTests : IAsyncDisposable
{
    private const string Secret = "token --subject a --audience b --no-expiration";
    private const string Question = "dead-letters delete a --url http://127.0.0.1:1";

    private const string Script = "/usr/bin/script";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;
    private Process? _terminal;

    private string Seen => Path.Combine(_folder, "seen");

    private string Pid => Path.Combine(_folder, "pid");

    public async ValueTask DisposeAsync()
    {
        if (_terminal is { HasExited: false })
        {
            _terminal.Kill(entireProcessTree: true);
            await _terminal.WaitForExitAsync();
        }

        _terminal?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(Secret, "Signing secret: ", false)]
    [InlineData(Secret, "Signing secret: ", true)]
    [InlineData(Question, "Delete 1 dead letter? [y/N] ", false)]
    [InlineData(Question, "Delete 1 dead letter? [y/N] ", true)]
    public async Task Ctrl_C_and_a_termination_end_the_wait_at_once(string line, string prompt, bool terminate)
    {
        await StartAsync(line, prompt);
        if (terminate)
        {
            using var kill = Process.Start(
                "kill",
                ["-TERM", (await File.ReadAllTextAsync(Pid, TestContext.Current.CancellationToken)).Trim()]
            );
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        else
        {
            await TypeAsync("\u0003");
        }

        Assert.Equal(130, await EndAsync());
        Assert.EndsWith("Stopped.", (await SeenAsync()).TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_not_seen_while_it_is_typed_and_can_be_corrected()
    {
        // A terminal that was stopped goes on, and shows the question, when the tool takes it for its own: that ends the echo as well.
        // One that asked first would be stuck there. So from the question on nothing that is typed is seen, however late it is read.
        await StartAsync(Secret, "Signing secret: ", isStopped: true);
        await TypeAsync("typed-wrong\u007f\u007f\u007f\u007f\u007fright\r");

        Assert.Equal(0, await EndAsync());
        var seen = await SeenAsync();
        Assert.DoesNotContain("typed", seen, StringComparison.Ordinal);
        var token = seen.TrimEnd().Split('\n')[^1].Trim();
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1]));
        Assert.Equal(TokenFactory.Create(secret: "typed-right", payload: payload), token);
    }

    [Fact]
    public async Task So_does_a_stop_while_standard_input_is_read()
    {
        using var stop = new CancellationTokenSource();
        using var input = new SilentInput(stop);
        using var error = new StringWriter();
        var environment = new CliEnvironment
        {
            Out = TextWriter.Null,
            Error = error,
            In = input,
        };

        Assert.Equal(
            130,
            await CliApp.RunAsync([.. Secret.Split(' '), "--signing-secret-file", "-"], environment, stop.Token)
        );
        Assert.Equal("Stopped.", error.ToString().Trim());
    }

    [Fact]
    public async Task So_does_a_stop_while_a_pipe_is_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "has no such files");
        var pipe = Path.Combine(_folder, "pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var stop = new CancellationTokenSource();
        var environment = new CliEnvironment
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = TextReader.Null,
        };
        var run = Task.Run(
            () => CliApp.RunAsync([.. Secret.Split(' '), "--signing-secret-file", pipe], environment, stop.Token),
            CancellationToken.None
        );
        await stop.CancelAsync();
        try
        {
            Assert.Equal(130, await run.WaitAsync(Patience.Bounded));
        }
        finally
        {
            // Whoever still reads finds an end.
            await using var _ = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
        }
    }

    /// <returns>When the tool asks.</returns>
    /// <param name="line">What the tool is told.</param>
    /// <param name="prompt">What it asks.</param>
    /// <param name="isStopped">Whether the terminal shows nothing when the tool starts, as after Ctrl-S.</param>
    private async Task StartAsync(string line, string prompt, bool isStopped = false)
    {
        Assert.SkipUnless(File.Exists(Script), "needs script of util-linux");
        // The shell becomes the tool, so that its id is the tool's.
        var command =
            $"echo $$ > {Pid}; {(isStopped ? "read -r _; " : "")}exec dotnet {Path.Combine(AppContext.BaseDirectory, "SmsGateway.Cli.dll")} {line}";
        var start = new ProcessStartInfo(Script, ["--quiet", "--flush", "--return", "--command", command, Seen])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["SHELL"] = "/bin/sh";
        start.Environment["SMS_GATEWAY_OPERATORS_KEY"] = "key";
        if (isStopped)
        {
            // Others get a sequence that makes their keys be sent, before anything is asked: it would be stuck.
            start.Environment["TERM"] = "dumb";
        }

        _terminal = Process.Start(start)!;
        if (isStopped)
        {
            // The shell's line ends behind the stop, so the tool is not there before it.
            await TypeAsync("\u0013\n");
        }

        await Poll.UntilAsync(
            async () => _terminal.HasExited || (await SeenAsync()).Contains(prompt, StringComparison.Ordinal),
            Bound,
            TestContext.Current.CancellationToken
        );
        Assert.Contains(prompt, await SeenAsync(), StringComparison.Ordinal);
    }

    private async Task TypeAsync(string keys)
    {
        await _terminal!.StandardInput.WriteAsync(keys);
        await _terminal.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    private async Task<int> EndAsync()
    {
        await _terminal!
            .WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(Bound, TestContext.Current.CancellationToken);
        return _terminal.ExitCode;
    }

    /// <summary>Without the lines that script itself puts around it.</summary>
    private async Task<string> SeenAsync() =>
        File.Exists(Seen)
            ? string.Join(
                '\n',
                (await File.ReadAllLinesAsync(Seen, TestContext.Current.CancellationToken)).Where(line =>
                    !line.StartsWith("Script ", StringComparison.Ordinal)
                )
            )
            : "";

    /// <summary>Gives nothing and does not end; whoever reads it is stopped.</summary>
    private sealed class SilentInput(CancellationTokenSource stop) : TextReader
    {
        private readonly ManualResetEventSlim _end = new();

        public override string ReadToEnd()
        {
            stop.Cancel();
            _end.Wait();
            return "";
        }

        protected override void Dispose(bool disposing)
        {
            _end.Set();
            base.Dispose(disposing);
        }
    }
}
