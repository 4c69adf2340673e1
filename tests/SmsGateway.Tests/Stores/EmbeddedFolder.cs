using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Delivery;
using SmsGateway.Embedded;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.Stores;

/// <summary>A folder of its own for a test's embedded stores, and a clock for them.</summary>
internal sealed class EmbeddedFolder : IDisposable
{
    private readonly List<EmbeddedStore> _stores = [];

    public string Path { get; } = Directory.CreateTempSubdirectory("smsgateway-").FullName;

    public FakeTimeProvider Time { get; } = new(Samples.Start);

    public FakeLogCollector Logger { get; } = new();

    public GatewayTelemetry Telemetry { get; } = new();

    public Codecs Codecs { get; init; } = Codecs.Plain;

    /// <param name="time">Null for <see cref="Time"/>.</param>
    /// <param name="beforeCommit">What the disk does to a commit.</param>
    /// <param name="codecs">Null for <see cref="Codecs"/>.</param>
    public EmbeddedStore Open(TimeProvider? time = null, Action? beforeCommit = null, Codecs? codecs = null)
    {
        codecs ??= Codecs;
        var store = new EmbeddedStore(
            Path,
            time ?? Time,
            new DeliveryOptions(),
            codecs.Envelopes,
            codecs.Records,
            Logger.For<EmbeddedStore>(),
            beforeCommit,
            Telemetry
        );
        _stores.Add(store);
        return store;
    }

    public void Close(EmbeddedStore store)
    {
        _stores.Remove(store);
        store.Dispose();
    }

    /// <summary>The file as another program would open it.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(
            $"Data Source={System.IO.Path.Combine(Path, "gateway.db")};Pooling=False;Default Timeout=5"
        );
        connection.Open();
        return connection;
    }

    public object? Query(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        _stores.ForEach(store => store.Dispose());
        Telemetry.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
