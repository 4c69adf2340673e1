namespace SmsGateway.Host;

/// <summary>How lines of the log are written: for people, or a JSON object each for programs; both with the time in UTC.</summary>
internal static class LogFormats
{
    public const string Argument = "log-format";

    private const string Setting = "Logging:Format";
    private const string Text = "text";
    private const string Json = "json";

    /// <summary>Milliseconds: to compare with a carrier's log, and the order of lines of several processes.</summary>
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static IEnumerable<string> Mistakes(IConfiguration configuration) =>
        Of(configuration) is null or Text or Json
            ? []
            : [$"{(configuration[Argument] is null ? "Logging__Format" : $"--{Argument}")}: must be {Text} or {Json}"];

    public static void Use(ILoggingBuilder logging, IConfiguration configuration)
    {
        if (Of(configuration) == Json)
        {
            logging.AddJsonConsole(console =>
            {
                console.TimestampFormat = Timestamp;
                console.UseUtcTimestamp = true;
            });
            return;
        }

        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = $"{Timestamp} ";
            console.UseUtcTimestamp = true;
        });
    }

    private static string? Of(IConfiguration configuration) => configuration[Argument] ?? configuration[Setting];
}
