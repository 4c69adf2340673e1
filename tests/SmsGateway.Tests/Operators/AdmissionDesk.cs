using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Admission;
using SmsGateway.Callers;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Operators;
using SmsGateway.Queue;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>Admission with an operator before it.</summary>
internal sealed class AdmissionDesk : IDisposable
{
    public static readonly OperatorIdentity Who = new("a key", "127.0.0.1", "Anna");

    private readonly GatewayTelemetry _telemetry = new();
    private readonly AdmissionControl _control;
    private readonly AdmissionListWatch _lists;

    public AdmissionDesk(IReadOnlyList<CallerOptions>? callers = null, AdmissionOptions? options = null)
    {
        _control = new AdmissionControl(
            options ?? new AdmissionOptions(),
            _telemetry,
            Time,
            Log.For<AdmissionControl>(),
            store: Store
        );
        _lists = new AdmissionListWatch(_control, Time, Log.For<AdmissionListWatch>(), Store);
        callers ??= [Authentication.CreateCaller(), Authentication.CreateCaller("Action")];
        Lists = new AdmissionListsHandler(
            _lists,
            new OperatorTrail(_telemetry, Time, Log.For<OperatorTrail>()),
            callers,
            [],
            Time
        );
        Decisions = new AdmissionDecisionsHandler(_control, callers);
    }

    public FakeTimeProvider Time { get; } = new(Samples.Start);

    public FakeAdmissionStore Store { get; } = new();

    public FakeLogCollector Log { get; } = new();

    public AdmissionListsHandler Lists { get; }

    public AdmissionDecisionsHandler Decisions { get; }

    /// <summary>As the process that it is part of starts.</summary>
    public Task StartAsync() => _lists.StartAsync(CancellationToken.None);

    public async Task<HttpReply> PutAsync(AdmissionList list, string order, bool force = false)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(order));
        var reply = await Lists.PutAsync(list, force, body, Who, CancellationToken.None);
        return reply.AsDescribed(HttpMethod.Put, PathOf(list));
    }

    public async Task<HttpReply> DeleteAsync(AdmissionList list, string name, string value)
    {
        var reply = await Lists.DeleteAsync(list, asked => asked == name ? value : null, Who, CancellationToken.None);
        return reply.AsDescribed(HttpMethod.Delete, PathOf(list));
    }

    public async Task<HttpReply> TestAsync(string question)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(question));
        var reply = await Decisions.TestAsync(body, CancellationToken.None);
        return reply.AsDescribed(HttpMethod.Post, "/api/admission/test");
    }

    public async Task<IReadOnlyList<JsonObject>> ListAsync(AdmissionList list, bool reveal = true)
    {
        var reply = await Lists.ListAsync(list, reveal, Who, CancellationToken.None);
        return Items(reply.AsDescribed(HttpMethod.Get, PathOf(list)));
    }

    public async Task<IReadOnlyList<JsonObject>> DecisionsAsync(
        string? rule = null,
        string? caller = null,
        string? region = null,
        string? max = null
    )
    {
        var reply = await Decisions.ListAsync(rule, caller, region, max, CancellationToken.None);
        return Items(reply.AsDescribed(HttpMethod.Get, "/api/admission/decisions"));
    }

    /// <summary>Posts a message, as far as admission sees it.</summary>
    /// <returns>The reason code; null when it is admitted.</returns>
    public string? Post(string recipient, string caller = "auth0", string? ip = null)
    {
        // Without encryption there is nothing to wait for.
        var opened = _control
            .OpenAsync(
                Samples.CreateEnvelope(
                    caller: caller,
                    message: Samples.CreateMessage(recipient),
                    context: RequestContext.Empty with
                    {
                        Ip = ip,
                    }
                ),
                FrozenSet<string>.Empty,
                CancellationToken.None
            )
            .AsTask();
        Assert.True(opened.IsCompletedSuccessfully);
        var admitting = opened.Result;
        if (admitting is null)
        {
            return null;
        }

        if (admitting is { Refusal: null, Counts: true })
        {
            admitting.Ask(isCurrent: true);
        }

        _control.Tell(admitting);
        return admitting.Refusal?.Reason;
    }

    public void BeAway() => Store.Failure = new StoreUnavailableException("away");

    public void Dispose()
    {
        _lists.Dispose();
        _telemetry.Dispose();
    }

    private static string PathOf(AdmissionList list) =>
        list == AdmissionList.Block ? "/api/admission/blocks" : "/api/admission/allows";

    private static IReadOnlyList<JsonObject> Items(HttpReply reply) =>
        [.. Gateway.ReadJson(reply)["items"]!.AsArray().Select(item => item!.AsObject())];
}
