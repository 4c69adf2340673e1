using SmsGateway.Testing;

namespace SmsGateway.Workbench.Run;

/// <summary>A gateway and the carrier simulator, ready to be tried by hand, until the token is cancelled.</summary>
internal static class RunCommand
{
    /// <summary>What a person is given to paste.</summary>
    public const string Message =
        """{"recipient":"+61491570156","body":"Your verification code is 123456","sender":"+15005550006"}""";

    public const string RepeatNote =
        "It can be sent as often as you like, since the limit for each number only records here; elsewhere the fourth within a minute is answered 429.";

    /// <summary>Whoever tries the gateway by hand sends the same request again and again.</summary>
    public static void LetOneNumberTry(Dictionary<string, string> settings) =>
        settings["Gateway__Admission__PerNumber__Mode"] = "RecordOnly";

    /// <param name="folder">Takes the logs, and the store, which is kept.</param>
    /// <param name="output">What a person needs to know.</param>
    public static async Task<int> RunAsync(
        RunOptions options,
        string folder,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(folder);
        var store = Path.Combine(folder, "store");
        var secrets = new RunSecrets();
        var caller = secrets.Auth0;
        var gatewayPort = FreePort.From(options.GatewayPort);
        var inboxPort = FreePort.From(options.InboxPort == gatewayPort ? gatewayPort + 1 : options.InboxPort);
        if (gatewayPort != options.GatewayPort)
        {
            await output.WriteLineAsync($"Port {options.GatewayPort} is taken; the gateway uses {gatewayPort}.");
        }

        var ofSimulator = GatewaySettings.Simulator(secrets, new Uri($"http://127.0.0.1:{gatewayPort}"), 10_000);
        SettingsFile.Apply(ofSimulator, options.Settings, isSimulator: true, address: null);
        await using var simulator = await SimulatorProcess.StartAsync(
            ofSimulator,
            Log(folder, "carrier-simulator"),
            cancellationToken,
            inboxPort,
            options.Listen
        );
        var ofGateway = GatewaySettings.Gateway(secrets, [caller], simulator.Address, store);
        LetOneNumberTry(ofGateway);
        SettingsFile.Apply(ofGateway, options.Settings, isSimulator: false, simulator.Address);
        await using var gateway = await GatewayProcess.StartAsync(
            ofGateway,
            Log(folder, "gateway"),
            cancellationToken,
            gatewayPort,
            options.Listen
        );

        await output.WriteLineAsync(
            $"""

            Gateway            {gateway.Address}api/sms
            Carrier simulator  {simulator.Address} (its page is the inbox, and sends test messages)
            Health             {gateway.Address}api/health
            Store              {store} (kept between runs)
            Logs               {folder}

            A message as Auth0 sends it. The token holds as long as this run: each start makes new secrets.

            curl -i {gateway.Address}api/sms -H 'Content-Type: application/json' -H 'Authorization: Bearer {caller.Token()}' -d '{Message}'

            {RepeatNote}

            {await CommandLineVariables.WriteAsync(folder, gateway.Address, secrets, cancellationToken)}

            Ctrl+C stops everything.
            """
        );
        if (options.Listen != "127.0.0.1")
        {
            await output.WriteLineAsync(
                $"Both listen on {options.Listen}: whoever reaches this machine sees the inbox with its codes, and can send through the gateway."
            );
        }

        await WaitAsync(gateway, simulator, cancellationToken);
        var failed = !cancellationToken.IsCancellationRequested;
        await output.WriteLineAsync(
            failed ? $"One of the two has ended by itself; see the logs in {folder}." : "Stopping ..."
        );
        return failed ? 1 : 0;
    }

    /// <summary>A log of this run only.</summary>
    private static string Log(string folder, string name)
    {
        var path = Path.Combine(folder, name + ".log");
        File.Delete(path);
        return path;
    }

    private static async Task WaitAsync(
        GatewayProcess gateway,
        SimulatorProcess simulator,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await await Task.WhenAny(
                gateway.Child.ExitedAsync(cancellationToken),
                simulator.Child.ExitedAsync(cancellationToken)
            );
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The normal end.
        }
    }
}
