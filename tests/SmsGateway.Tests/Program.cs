using SmsGateway.Tests.BlackBox;
using Xunit.Runner.InProc.SystemConsole;

namespace SmsGateway.Tests;

/// <summary>The test runner; or, for a test that kills it, the stand-in for the Functions host.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args is [TriggerHost.Name] ? TriggerHost.RunAsync() : ConsoleRunner.Run(args);
}
