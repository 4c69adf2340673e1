using SmsGateway.Testing;

namespace SmsGateway.Workbench.Chaos;

/// <summary>Two Hosts on one storage account, of which one stands still with messages in hand: the other takes them over.</summary>
internal static class StoppedOfTwo
{
    public static async Task<ChaosAccount> PlayAsync(ChaosStage stage, CancellationToken cancellationToken)
    {
        var azurite = await stage.StartAzuriteAsync();
        var carriers = await stage.StartCarriersAsync(cancellationToken);
        var way = stage.Add(new TcpGate(carriers.Address));
        await StartAsync();
        return await StoppedProcess.PlayAsync(stage, carriers, way, await StartAsync(), cancellationToken);

        Task<GatewayProcess> StartAsync() =>
            stage.StartGatewayAsync(
                way.Address,
                [stage.Secrets.Auth0],
                cancellationToken,
                ChaosStage.OneCarrier,
                storage: azurite.ConnectionString
            );
    }
}
