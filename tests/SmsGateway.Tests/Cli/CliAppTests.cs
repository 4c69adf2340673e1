using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Cli;

/// <summary>How every command ends.</summary>
[StartsProgram]
public sealed class CliAppTests
{
    [Theory]
    [InlineData("", "Required command was not provided.")]
    [InlineData(
        "",
        "The commands are auth0, send, check, carriers, stats, token, secrets, messages, dead-letters, admission, completion."
    )]
    [InlineData("dead-letters", "The commands are list, show, replay, delete.")]
    [InlineData("nonsense --help", "Unrecognized command or argument 'nonsense'.")]
    [InlineData("dead-letters nonsense --help", "'sms-gateway dead-letters --help' explains it.")]
    [InlineData("auth0 connect --mode none", "--mode: Argument 'none' not recognized. Must be one of:")]
    [InlineData("sned", "Unrecognized command or argument 'sned'.")]
    [InlineData("token --subjet x", "'sms-gateway token --help' explains it.")]
    [InlineData("dead-letters", "'sms-gateway dead-letters --help' explains it.")]
    [InlineData("dead-letters show", "Required argument 'id' missing")]
    [InlineData("secrets generate @file", "Unrecognized command or argument '@file'.")]
    public async Task A_wrong_command_line_is_explained_on_standard_error(string line, string sentence)
    {
        var run = await CliRun.OfAsync(line);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);

        var json = await CliRun.OfAsync($"{line} --json");
        Assert.Equal(2, json.ExitCode);
        Assert.NotEmpty(json.Json.GetProperty("error").GetString()!);
    }

    [Theory]
    [InlineData("send --to +61491570156", "--url,--subject,--audience,signing secret")]
    [InlineData("token", "--subject,--audience,signing secret")]
    [InlineData("check", "--url")]
    [InlineData("auth0 connect", "--domain,--client-id,client secret,--url,--subject,--audience,signing secret")]
    [InlineData("auth0 status", "--domain,--client-id,client secret")]
    [InlineData("dead-letters list", "--url,operators' key")]
    [InlineData("dead-letters delete --all", "--url,operators' key")]
    [InlineData("admission block UZ", "--url,operators' key")]
    public async Task All_that_is_missing_is_told_at_once(string line, string missing)
    {
        var run = await CliRun.OfAsync(line);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Equal(
            missing.Split(','),
            run.Error.TrimEnd()
                .Split('\n')
                .Select(sentence =>
                    sentence[..sentence.IndexOf(" is missing: ", StringComparison.Ordinal)]
                        .Replace("The ", "", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public async Task A_token_takes_the_place_of_the_client()
    {
        var run = await CliRun.OfAsync("auth0 status", new Dictionary<string, string> { ["AUTH0_TOKEN"] = "x" });
        Assert.Equal("--domain is missing: give it, or set AUTH0_DOMAIN.", run.Error.Trim());
    }

    [Fact]
    public async Task A_slip_of_the_finger_gets_a_suggestion() =>
        Assert.Contains("completion", (await CliRun.OfAsync("completoin")).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("messges find +61491570156", "messages", "messges", "find")]
    [InlineData("messages fnd --recipient +61491570156", "find", "fnd", "--recipient")]
    public async Task A_command_that_is_none_is_one_mistake_whatever_follows_it(
        string line,
        string suggestion,
        string unknown,
        string next
    )
    {
        var told = (await CliRun.OfAsync(line)).Error.Split('\n');

        Assert.Equal(
            [
                $"'{unknown}' was not matched. Did you mean one of the following?",
                suggestion,
                $"Unrecognized command or argument '{unknown}'.",
            ],
            told[..3]
        );
        Assert.DoesNotContain(told, sentence => sentence.Contains($"'{next}'", StringComparison.Ordinal));
        Assert.DoesNotContain("Required command was not provided.", told);
    }

    [Fact]
    public async Task A_fault_of_its_own_is_a_sentence_too()
    {
        var run = await CliRun.OfAsync(
            "dead-letters list",
            GatewayVariables.At(StubGateway.Url),
            handler: () => throw new NotSupportedException("told so")
        );
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Equal("A fault of sms-gateway itself, NotSupportedException: told so", run.Error.Trim());
    }

    [Fact]
    public async Task A_stop_is_130()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var run = await CliRun.OfAsync("check --json", GatewayVariables.At("http://127.0.0.1:1"), stop: stop.Token);
        Assert.Equal(
            (130, "Stopped.", "Stopped."),
            (run.ExitCode, run.Error.Trim(), run.Json.GetProperty("error").GetString())
        );
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_a_secret()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        var requests = new ConcurrentQueue<string>();
        server.Run(context =>
        {
            requests.Enqueue(context.Request.Path);
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await server.StartAsync(TestContext.Current.CancellationToken);

        var run = await CliRun.OfAsync("dead-letters list", GatewayVariables.At(server.Urls.Single()));

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["/api/dead-letters"], requests);
    }
}
