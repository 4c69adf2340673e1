using System.Reflection;
using Microsoft.Playwright;
using SmsGateway.Tests.Browser;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace SmsGateway.Tests.Browser;

/// <summary>
/// The one browser of a test run: the Chromium of the machine, started by the first test that needs it. Where there is none, those
/// tests are skipped. A test has tabs of its own in a profile of its own.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>Names a program that is not on the path.</summary>
    private const string Variable = "SMSGATEWAY_BROWSER";

    /// <summary>In milliseconds; beside the rest of the suite ten thousand rows take their time.</summary>
    private const float Patience = 30_000;

    /// <summary>The first takes a third less of the machine than the others.</summary>
    private static readonly string[] Names =
    [
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
    ];

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> _running = new(StartAsync);

    /// <param name="options">Of the window; null for a wide one in light colours.</param>
    public async Task<IBrowserContext> NewProfileAsync(BrowserNewContextOptions? options = null)
    {
        Assert.SkipUnless(
            Program is not null,
            $"There is no browser: {string.Join(", ", Names)} on the path, or the program that {Variable} names."
        );
        var (_, browser) = await _running.Value;
        options ??= new();
        options.ViewportSize ??= new() { Width = 1280, Height = 900 };
        options.Locale ??= "en-GB";
        var profile = await browser.NewContextAsync(options);
        profile.SetDefaultTimeout(Patience);
        return profile;
    }

    public async ValueTask DisposeAsync()
    {
        if (_running.IsValueCreated)
        {
            var (driver, browser) = await _running.Value;
            await browser.DisposeAsync();
            driver.Dispose();
        }
    }

    private static string? Program { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .SelectMany(_ => Names, (folder, name) => (Name: name, Path: Path.Combine(folder, name)))
                .Where(candidate => File.Exists(candidate.Path))
                .OrderBy(candidate => Array.IndexOf(Names, candidate.Name))
                .Select(candidate => candidate.Path)
                .FirstOrDefault();

    private static async Task<(IPlaywright Driver, IBrowser Browser)> StartAsync()
    {
        // From where NuGet unpacked it: a copy beside the tests would be 130 MB.
        var package = typeof(Chromium)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(item => item.Key == "Playwright")
            .Value;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", package);
        Assertions.SetDefaultExpectTimeout(Patience);
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Program,
                Headless = true,
                Args = ["--disable-gpu"],
            }
        );
        return (driver, browser);
    }
}
