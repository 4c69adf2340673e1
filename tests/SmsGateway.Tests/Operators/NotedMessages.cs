using System.Text.Json.Nodes;
using SmsGateway.Admission;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Operators;
using SmsGateway.Tests.Http;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.Operators;

/// <summary>Messages as admission notes them, and what an operator is told of them.</summary>
internal sealed class NotedMessages : IDisposable
{
    public const string Number = "+61491570156";

    public static readonly OperatorIdentity Who = new("key 1a2b3c4d", "203.0.113.9", "anna@laptop");

    private readonly MessagesHandler _handler;
    private readonly NumberSearch _search;

    /// <param name="admission">Null for the default.</param>
    /// <param name="recordsKept">How long deliveries are; a day unless said otherwise.</param>
    /// <param name="store">Null for one of its own.</param>
    public NotedMessages(
        AdmissionOptions? admission = null,
        TimeSpan? recordsKept = null,
        FakeAdmissionStore? store = null
    )
    {
        Store = store ?? new FakeAdmissionStore();
        Gateway = new Gateway(
            options =>
                options with
                {
                    Admission = admission ?? new AdmissionOptions(),
                    Delivery = options.Delivery with { RecordsKept = recordsKept ?? TimeSpan.FromDays(1) },
                },
            new FakeCarrier("one")
        );
        _search = new NumberSearch(Gateway.Admission, Store, Gateway.Time);
        _handler = new MessagesHandler(
            new MessageEnds(
                Gateway.DeadLetters,
                Gateway.Deliveries,
                Gateway.Options.Callers,
                Gateway.Options.Delivery,
                Gateway.Time
            ),
            _search,
            Gateway.Trail,
            Gateway.Time
        );
    }

    public Gateway Gateway { get; }

    public FakeAdmissionStore Store { get; }

    public void Dispose()
    {
        _search.Dispose();
        Gateway.Dispose();
    }

    /// <summary>Notes a message as admission does.</summary>
    public MessageId Note(
        NoteKind kind = NoteKind.Admitted,
        AdmissionRule rule = AdmissionRule.None,
        string number = Number
    )
    {
        var id = MessageId.New(Gateway.Time.GetUtcNow());
        Write(id.Number!.Value, kind, rule, number);
        return id;
    }

    public void TakeBack(MessageId id) => Write(id.Number!.Value, NoteKind.TakenBack);

    public void Write(
        Guid id,
        NoteKind kind = NoteKind.Admitted,
        AdmissionRule rule = AdmissionRule.None,
        string number = Number
    ) => Write(id, kind, rule, new AdmissionHash(new byte[AdmissionHash.KeyBytes]).Of(Samples.ParseNumber(number)));

    public void Write(Guid id, NoteKind kind, AdmissionRule rule, ulong number) =>
        Store.Notes.Add(
            new AdmissionNote(
                kind,
                Gateway.Time.GetUtcNow().ToUnixTimeMilliseconds(),
                "auth0",
                "AU",
                new AdmissionKeys(number, 0, 0, 0)
            )
            {
                Rule = rule,
                Message = id,
            }.Serialize()
        );

    public void Delivered(MessageId id) =>
        Gateway.Deliveries.Delivered.Add(new DeliveryRecord(id, "one", "SM1", Gateway.Time.GetUtcNow(), 2));

    public ValueTask DiedAsync(MessageId id, DeadLetterReason reason) =>
        Gateway.DeadLetters.RecordAsync(
            new DeadLetter(id, reason, Samples.CreateEnvelope(id: id.ToString()), null, null, Gateway.Time.GetUtcNow()),
            CancellationToken.None
        );

    public Task<HttpReply> FindAsync(string? recipient = Number) => FindUntilAsync(CancellationToken.None, recipient);

    /// <param name="gone">When whoever asks is gone.</param>
    /// <param name="recipient">The number.</param>
    public async Task<HttpReply> FindUntilAsync(CancellationToken gone, string? recipient = Number) =>
        (await _handler.FindAsync(recipient, Who, gone)).AsDescribed(HttpMethod.Get, "/api/messages");

    public async Task<IReadOnlyList<JsonObject>> FoundAsync(string? recipient = Number) =>
        [.. Support.Gateway.ReadJson(await FindAsync(recipient))["items"]!.AsArray().Select(item => item!.AsObject())];

    public async Task<HttpReply> ShowAsync(string id) =>
        (await _handler.ShowAsync(id, CancellationToken.None)).AsDescribed(HttpMethod.Get, "/api/messages/id");

    /// <summary>Its id, its state, and by whom or why not.</summary>
    public static string Line(JsonObject item) =>
        $"{item["id"]} {item["state"]} {item["carrier"] ?? item["reason"]}".TrimEnd();
}
