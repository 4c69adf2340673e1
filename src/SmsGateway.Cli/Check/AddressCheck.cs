using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Check;

/// <summary>Whether Auth0 would call this address, and whether plain HTTP leads past TLS.</summary>
internal static class AddressCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static CheckLine Of(Uri address) =>
        address switch
        {
            { Scheme: "https", IsLoopback: false } => CheckLine.Ok("address", address.ToString()),
            { IsLoopback: true } => CheckLine.Skip(
                "address",
                $"{address} is this machine only",
                "Whether Auth0 reaches the gateway from the internet cannot be seen here."
            ),
            _ => CheckLine.Fail(
                "address",
                $"{address} is not https",
                "Auth0 calls https only: put a TLS proxy in front, and give its address."
            ),
        };

    /// <summary>What plain HTTP on port 80 answers, when https is on its own usual port.</summary>
    public static async Task<CheckLine> PlainAsync(
        CliEnvironment environment,
        Uri address,
        CancellationToken cancellationToken
    )
    {
        const string Name = "plain http";
        if (!address.IsDefaultPort)
        {
            return CheckLine.Skip(Name, "not tried: https is on a port of its own");
        }

        using var http = HttpSending.NewClient(environment, new UriBuilder(address) { Scheme = "http", Port = 80 }.Uri);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            // Without token and message: on this way everybody could read them.
            using var response = await http.GetAsync(new Uri("api/health", UriKind.Relative), patience.Token);
            var status = (int)response.StatusCode;
            return status is >= 300 and < 400
                && response.Headers.Location is { } location
                && new Uri(http.BaseAddress!, location).Scheme == Uri.UriSchemeHttps
                    ? CheckLine.Ok(Name, $"{status}, redirected to https")
                : status is 403 or 404 or 426 ? CheckLine.Ok(Name, $"refused with {status}")
                : CheckLine.Warn(
                    Name,
                    $"answers {status} without TLS",
                    "Let it redirect to https, or close port 80 (on Azure: httpsOnly)."
                );
        }
        catch (Exception e)
            when (e is HttpRequestException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return CheckLine.Ok(Name, "closed");
        }
    }
}
