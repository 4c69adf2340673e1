using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Tests.Support;

/// <summary>A carrier that plays a script, one entry per call. A call beyond the script fails the test.</summary>
internal sealed class FakeCarrier(string name, params IEnumerable<SendOutcome> script) : ICarrier
{
    private readonly Queue<Func<CancellationToken, ValueTask<SendOutcome>>> _script = new(
        script.Select(outcome => (Func<CancellationToken, ValueTask<SendOutcome>>)(_ => ValueTask.FromResult(outcome)))
    );

    private readonly List<CarrierMessage> _calls = [];

    public string Name => name;

    public IReadOnlyList<CarrierMessage> Calls => _calls;

    public IReadOnlyList<string> SecretNames { get; init; } = [];

    public IReadOnlyList<Channel> Channels { get; set; } = [Channel.Sms, Channel.Voice];

    /// <summary>Called at each call, before the script's entry is played.</summary>
    public Action? OnSend { get; set; }

    public FakeCarrier Then(Func<CancellationToken, ValueTask<SendOutcome>> send)
    {
        _script.Enqueue(send);
        return this;
    }

    public FakeCarrier Then(SendOutcome outcome) => Then(_ => ValueTask.FromResult(outcome));

    public FakeCarrier ThenThrow(Exception exception) => Then(_ => ValueTask.FromException<SendOutcome>(exception));

    public bool Supports(Channel channel) => Channels.Contains(channel);

    public ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _calls.Add(message);
        OnSend?.Invoke();
        return _script.TryDequeue(out var send)
            ? send(cancellationToken)
            : throw new InvalidOperationException($"The script of {name} does not foresee call {_calls.Count}.");
    }
}

/// <summary>Settings that create a given <see cref="FakeCarrier"/>.</summary>
internal sealed record FakeCarrierOptions(FakeCarrier Carrier, Sender? From = null, bool AlwaysUseFrom = false)
    : CarrierOptions(Carrier.Name, new Uri("http://127.0.0.1/"), From, AlwaysUseFrom)
{
    public override IReadOnlyDictionary<string, string> SecretNames =>
        Carrier.SecretNames.ToDictionary(secret => secret);

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets) => Carrier;
}
