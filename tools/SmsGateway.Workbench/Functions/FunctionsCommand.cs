using SmsGateway.Testing;
using SmsGateway.Workbench.Run;

namespace SmsGateway.Workbench.Functions;

/// <summary>The Functions app on Azurite, with the carrier simulator, until the token is cancelled.</summary>
internal static class FunctionsCommand
{
    private static readonly TimeSpan DeliveryBound = TimeSpan.FromSeconds(30);

    /// <param name="options">Ports, and whether to send one message and end.</param>
    /// <param name="folder">Takes the logs.</param>
    /// <param name="output">What a person needs to know.</param>
    public static async Task<int> RunAsync(
        FunctionsOptions options,
        string folder,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var secrets = new RunSecrets();
        var caller = secrets.Auth0;
        var gatewayPort = FreePort.From(options.GatewayPort);
        var inboxPort = FreePort.From(options.InboxPort == gatewayPort ? gatewayPort + 1 : options.InboxPort);
        var withCoreTools = await CoreTools.AreThereAsync(cancellationToken);
        await output.WriteLineAsync(
            withCoreTools
                ? "The app runs under Azure Functions Core Tools (func)."
                : "Azure Functions Core Tools 4 (func) are not there: the app runs on the tests' own Functions host."
        );
        await output.WriteLineAsync("Starting Azurite, the carrier simulator and the Functions app ...");
        await using var azurite = await AzuriteProcess.StartAsync(isSilent: true);
        await using var simulator = await SimulatorProcess.StartAsync(
            GatewaySettings.Simulator(secrets, new Uri($"http://127.0.0.1:{gatewayPort}"), 10_000),
            Path.Combine(folder, "carrier-simulator.log"),
            cancellationToken,
            inboxPort
        );
        var ofGateway = GatewaySettings.Gateway(
            secrets,
            [caller],
            simulator.Address,
            "",
            storageAccount: azurite.ConnectionString
        );
        RunCommand.LetOneNumberTry(ofGateway);
        var settings = FunctionsSettings.Of(ofGateway, secrets, azurite.ConnectionString);
        await using var app = await FunctionsApp.StartAsync(
            withCoreTools,
            settings,
            gatewayPort,
            Path.Combine(folder, "functions.log"),
            cancellationToken
        );
        if (options.SendsOne)
        {
            await SendOneAsync(app, simulator, caller, output, cancellationToken);
            return 0;
        }

        await output.WriteLineAsync(
            $"""

            Gateway            {app.Address}api/sms
            Carrier simulator  {simulator.Address} (its page is the inbox, and sends test messages)
            Health             {app.Address}api/health
            Logs               {folder}

            curl -i {app.Address}api/sms -H 'Content-Type: application/json' -H 'Authorization: Bearer {caller.Token()}' -d '{RunCommand.Message}'

            {RunCommand.RepeatNote}

            {await CommandLineVariables.WriteAsync(folder, app.Address, secrets, cancellationToken)}

            Ctrl+C stops everything.
            """
        );
        try
        {
            await app.Child.ExitedAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await output.WriteLineAsync("Stopping ...");
            return 0;
        }

        await output.WriteLineAsync($"The Functions app has ended by itself; see {app.Child.LogPath}.");
        return 1;
    }

    private static async Task SendOneAsync(
        FunctionsApp app,
        SimulatorProcess simulator,
        Caller caller,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        using var response = await app.PostAsync(RunCommand.Message, caller.Token(), cancellationToken);
        if ((int)response.StatusCode != 200)
        {
            throw new HarnessException(
                $"The Functions app answered {(int)response.StatusCode} instead of 200; see {app.Child.LogPath}."
            );
        }

        await output.WriteLineAsync("Accepted.");
        var arrived = await Poll.UntilAsync(
            async () => await simulator.TakenAsync(cancellationToken) > 0,
            DeliveryBound,
            cancellationToken
        );
        if (!arrived)
        {
            throw new HarnessException(
                $"The message did not reach the carrier within {DeliveryBound.TotalSeconds:0} s; see {app.Child.LogPath}."
            );
        }

        await output.WriteLineAsync("At the carrier.");
    }
}
