using Microsoft.Extensions.Logging;
using SmsGateway.Configuration;
using SmsGateway.Encryption;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Telemetry;

namespace SmsGateway.Admission;

/// <summary>
/// Whether a message of a known caller should be sent at all. What can be told from the message alone is told first
/// (<see cref="OpenAsync"/>); what has to be counted is decided in the step that stores it (<see cref="AdmissionCase"/>).
/// </summary>
public sealed partial class AdmissionControl : IDisposable
{
    /// <summary>Of each second's refusals and near misses, how many can be looked up; all are counted.</summary>
    private const int RecordsPerSecond = 20;

    private readonly AdmissionOptions _options;
    private readonly IAdmissionStore? _store;
    private readonly TestNumbers _testNumbers;
    private readonly TestInbox? _testInbox;
    private readonly bool _hasRules;
    private readonly GatewayTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly ILogger<AdmissionControl> _logger;
    private readonly AdmissionLedger _ledger;
    private readonly AdmissionSeal _seal;
    private readonly LogLimiter _log;
    private readonly LogLimiter _recorded;
    private volatile ListSnapshot _lists = ListSnapshot.Empty;
    private volatile bool _isAway;

    /// <param name="store">Shares notes and lists; null: this process is alone.</param>
    /// <param name="conversions">Says which codes were entered; null: nothing does.</param>
    /// <param name="encryption">Seals what is written of people; null: nothing does.</param>
    public AdmissionControl(
        AdmissionOptions options,
        GatewayTelemetry telemetry,
        TimeProvider time,
        ILogger<AdmissionControl> logger,
        ConfigurationWarnings? warnings = null,
        TestNumbers? testNumbers = null,
        TestInbox? testInbox = null,
        IAdmissionStore? store = null,
        IConversions? conversions = null,
        MessageEncryption? encryption = null
    )
    {
        (_options, _telemetry, _time, _logger, _store) = (options, telemetry, time, logger, store);
        _ledger = new AdmissionLedger(options, conversions ?? new NoConversions());
        // Without a place to keep them there are none: a code that is neither sent nor kept would be lost.
        _testNumbers = testInbox is null ? TestNumbers.None : testNumbers ?? TestNumbers.None;
        _testInbox = testInbox;
        _hasRules = options.Counts || options.Numbers.RefusedKinds.Count > 0 || options.Numbers.Regions.Count > 0;
        _seal = new AdmissionSeal(encryption);
        _log = new LogLimiter(time, RecordsPerSecond);
        _recorded = new LogLimiter(time, RecordsPerSecond);
        warnings?.Watch(
            Lines,
            options.Unverified != AdmissionMode.Off && !_ledger.IsFed
                ?
                [
                    "Admission: the rules on unverified codes rest, because nothing tells the gateway which codes were entered.",
                ]
                : []
        );
    }

    /// <summary>The operators' lists as they are known.</summary>
    internal ListSnapshot Lists
    {
        get => _lists;
        set => _lists = value;
    }

    internal bool Counts => _options.Counts;

    /// <summary>Asks the rules that need no counts, and says how the others are to be asked.</summary>
    /// <param name="caller">The caller's configured name.</param>
    /// <param name="regions">The caller's own list of regions; empty when it has none.</param>
    /// <param name="message">What is to be sent.</param>
    /// <param name="context">Who asked for it.</param>
    /// <returns>Null when there is nothing to ask and nothing to count.</returns>
    /// <exception cref="StoreUnavailableException">The key under which messages are counted cannot be had now.</exception>
    public async ValueTask<AdmissionCase?> OpenAsync(
        string caller,
        IReadOnlySet<string> regions,
        SmsMessage message,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(message);
        var lists = _lists;
        var now = _time.GetUtcNow();
        var testNumber = _testNumbers.Find(message.Recipient, now);
        if (testNumber is null && !_hasRules && lists == ListSnapshot.Empty && regions.Count == 0)
        {
            return null;
        }

        var request = AdmissionRequest.Of(caller, message, context);
        var (scope, refusedBy) = AskFixedRules(request, regions, testNumber, lists, now);
        var pen = await _seal.PenAsync(cancellationToken);
        return new AdmissionCase(
            this,
            request,
            pen,
            scope,
            refusedBy == AdmissionRule.None ? null : new AdmissionRefusal(refusedBy, TimeSpan.Zero, false)
        )
        {
            TestNumber = testNumber,
            // Here, where requests come side by side: the store asks them one after the other.
            Keys = refusedBy == AdmissionRule.None && Counts ? pen.Hash.Of(request) : default,
        };
    }

    /// <summary>Keeps a message to a test number for an operator, unless there were too many of them.</summary>
    /// <returns>The message's id; null when it is refused.</returns>
    /// <exception cref="StoreUnavailableException">It was not kept.</exception>
    public async ValueTask<MessageId?> KeepAsync(
        AdmissionCase asked,
        Envelope envelope,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(envelope);
        if (asked.TestNumber is not { } testNumber || _testInbox is null)
        {
            throw new InvalidOperationException("This message goes to no test number.");
        }

        if (Counts && !asked.Ask(isCurrent: true).IsAdmitted)
        {
            return null;
        }

        try
        {
            await _testInbox.KeepAsync(envelope, testNumber, cancellationToken);
        }
        catch
        {
            asked.TakeBack();
            throw;
        }

        if (asked.Note is { } note)
        {
            _ = WriteAsync(note);
        }

        return envelope.Id;
    }

    /// <summary>What would be decided now. Nothing is counted, and nobody is told.</summary>
    /// <param name="request">Of what message.</param>
    /// <param name="regions">The caller's own list of regions; empty when it has none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">What others have counted is not known.</exception>
    public async ValueTask<AdmissionLook> LookAsync(
        AdmissionRequest request,
        IReadOnlySet<string> regions,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        await HearOthersAsync(cancellationToken);
        var pen = await _seal.PenAsync(cancellationToken);
        var now = _time.GetUtcNow();
        var testNumber = _testNumbers.Find(request.Recipient, now);
        var (scope, refusedBy) = AskFixedRules(request, regions, testNumber, _lists, now);
        var at = now.ToUnixTimeMilliseconds();
        var decision =
            refusedBy == AdmissionRule.None && Counts
                ? _ledger.Look(request, pen.Hash.Of(request), scope, at)
                : new AdmissionDecision(refusedBy);
        return new AdmissionLook(
            decision,
            RetryAfter(decision, at),
            scope == AdmissionScope.Trusted,
            testNumber is not null
        );
    }

    /// <summary>Tells of a decision once it stands: log, metrics, and what operators can look up.</summary>
    public void Tell(AdmissionCase decided)
    {
        ArgumentNullException.ThrowIfNull(decided);
        if (decided.Refusal is { } refusal)
        {
            TellRefused(decided, refusal);
        }

        if (decided.Note is not { } note)
        {
            return;
        }

        if (!note.Recorded.IsEmpty)
        {
            foreach (var rule in note.Recorded.Rules)
            {
                _telemetry.Admission(AdmissionRules.ReasonOf(rule), "recorded", note.Region);
            }
        }

        if (!note.Detail.IsEmpty)
        {
            _ledger.Keep(note);
        }

        if (_ledger.HasBudgets && _ledger.BringsNear(note) is var budget && budget != AdmissionRule.None)
        {
            Log.NearlyUsed(_logger, AdmissionRules.ReasonOf(budget), note.Caller, note.Region);
        }
    }

    /// <summary>A code was entered: what was counted for its message is given back.</summary>
    /// <exception cref="StoreUnavailableException">Others were not told.</exception>
    public async ValueTask VerifiedAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var pen = await _seal.PenAsync(cancellationToken);
        var note = new AdmissionNote(NoteKind.Verified, Now, request.Caller, request.Region, pen.Hash.Of(request));
        var bytes = note.Serialize();
        _ledger.Hear(bytes);
        if (_store is not null)
        {
            await _store.WriteNoteAsync(bytes, cancellationToken);
        }
    }

    /// <summary>Refusals and near misses of all gateways on the store, newest first.</summary>
    public async ValueTask<IReadOnlyList<AdmissionRecord>> RecordsAsync(CancellationToken cancellationToken)
    {
        await HearOthersAsync(cancellationToken);
        var records = new List<AdmissionRecord>();
        foreach (var note in _ledger.Records())
        {
            records.Add(AdmissionRecord.Of(note, await _seal.OpenAsync(note.Detail, cancellationToken) ?? []));
        }

        return records;
    }

    public void Dispose() => _seal.Dispose();

    internal void Hear(ReadOnlySpan<byte> notes) => _ledger.Hear(notes);

    internal void TakeBack(AdmissionNote note) => _ledger.TakeBack(note);

    internal AdmissionNote Decide(
        AdmissionRequest request,
        AdmissionSeal.AdmissionPen pen,
        AdmissionKeys keys,
        AdmissionScope scope,
        out AdmissionRefusal? refusal
    )
    {
        var now = Now;
        var note = _ledger.Decide(request, keys, scope, now, out var decision);
        refusal = decision.IsAdmitted
            ? null
            : new AdmissionRefusal(
                decision.RefusedBy,
                RetryAfter(decision, now),
                _options.Quiet && AdmissionRules.IsOfFraud(decision.RefusedBy)
            );
        return (refusal is not null || !note.Recorded.IsEmpty) && _recorded.Allows(out _)
            ? note with
            {
                Detail = pen.Write(AdmissionRecord.DetailOf(request)),
            }
            : note;
    }

    /// <summary>Whether messages are decided on; told when that changes.</summary>
    internal bool MayGoOn(bool isCurrent)
    {
        if (_isAway == isCurrent)
        {
            _isAway = !isCurrent;
            if (isCurrent)
            {
                Log.Back(_logger);
            }
            else
            {
                Log.Away(_logger, _options.WhenStoreIsAway);
            }
        }

        return isCurrent || _options.WhenStoreIsAway == WhenStoreIsAway.Allow;
    }

    /// <summary>What the rules say that need no counts, and which of the others are to be asked.</summary>
    private (AdmissionScope Scope, AdmissionRule RefusedBy) AskFixedRules(
        AdmissionRequest request,
        IReadOnlySet<string> regions,
        TestNumber? testNumber,
        ListSnapshot lists,
        DateTimeOffset now
    )
    {
        if (testNumber is not null)
        {
            return (AdmissionScope.TestNumber, AdmissionRule.None);
        }

        var verdict = lists.Ask(request, now);
        if (verdict == ListVerdict.Allowed)
        {
            return (AdmissionScope.Trusted, AdmissionRule.None);
        }

        // The kind and the region come first: they say the same tomorrow.
        var fixedRule = NumberRules.Check(request.Recipient, _options.Numbers, regions);
        return (
            AdmissionScope.All,
            fixedRule != AdmissionRule.None ? fixedRule
            : verdict == ListVerdict.Blocked ? AdmissionRule.Blocked
            : AdmissionRule.None
        );
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private static TimeSpan RetryAfter(AdmissionDecision decision, long now) =>
        TimeSpan.FromMilliseconds(Math.Max(0, decision.RetryAt - now));

    private async ValueTask HearOthersAsync(CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            var notes = await _store.ReadNotesAsync(cancellationToken);
            _ledger.Hear(notes.Span);
        }
    }

    private void TellRefused(AdmissionCase decided, AdmissionRefusal refusal)
    {
        var request = decided.Request;
        _telemetry.Admission(refusal.Reason, "refused", request.Region);
        if (decided.Note is { HeldUntil: > 0 } held)
        {
            _telemetry.Admission(refusal.Reason, "held", request.Region);
            Log.Held(
                _logger,
                request.Region,
                request.Recipient,
                DateTimeOffset.FromUnixTimeMilliseconds(held.HeldUntil)
            );
        }

        if (decided.Note is null && _recorded.Allows(out _))
        {
            // By a fixed rule, so nothing was counted for it; that it was refused can be looked up all the same.
            var note = new AdmissionNote(NoteKind.Refused, Now, request.Caller, request.Region, default)
            {
                Rule = refusal.Rule,
                Detail = decided.Pen.Write(AdmissionRecord.DetailOf(request)),
            };
            _ledger.Keep(note);
            _ = WriteAsync(note);
        }

        if (_log.Allows(out var unlogged))
        {
            Log.Refused(
                _logger,
                request.Caller,
                refusal.Reason,
                request.Recipient,
                request.Region,
                refusal.IsQuiet ? "answered 200" : "",
                unlogged
            );
        }
    }

    private async Task WriteAsync(AdmissionNote note)
    {
        try
        {
            if (_store is not null)
            {
                await _store.WriteNoteAsync(note.Serialize(), CancellationToken.None);
            }
        }
        catch (StoreUnavailableException)
        {
            // Here it can be looked up, on other machines it cannot. Nothing is decided by it.
        }
    }

    private IEnumerable<string> Lines()
    {
        if (_isAway)
        {
            yield return $"Admission: the store of the counters does not answer; {(_options.WhenStoreIsAway == WhenStoreIsAway.Allow ? "this process goes by its own counts" : "nothing is accepted")}.";
        }

        foreach (var (rule, name, share) in _ledger.NearlyUsed(Now))
        {
            yield return FormattableString.Invariant(
                $"Admission: {AdmissionRules.ReasonOf(rule)} {name}: {share:P0} of the day's budget is used."
            );
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            110,
            LogLevel.Warning,
            "Not sent for {Caller}: {Reason}, to {Recipient} in {Region} {Answer} (and {Unlogged} more since the last such line)"
        )]
        public static partial void Refused(
            ILogger logger,
            string caller,
            string reason,
            PhoneNumber recipient,
            string region,
            string answer,
            long unlogged
        );

        [LoggerMessage(
            111,
            LogLevel.Error,
            "Too many codes that nobody entered to the number block of {Recipient} in {Region}: it is held until {Until:u}"
        )]
        public static partial void Held(ILogger logger, string region, PhoneNumber recipient, DateTimeOffset until);

        [LoggerMessage(
            112,
            LogLevel.Warning,
            "{Reason}: four fifths of the day's budget are used (message from {Caller} to {Region})"
        )]
        public static partial void NearlyUsed(ILogger logger, string reason, string caller, string region);

        [LoggerMessage(
            113,
            LogLevel.Error,
            "What other gateways have counted cannot be read; until it can: {Setting} (Gateway__Admission__WhenStoreIsAway)"
        )]
        public static partial void Away(ILogger logger, WhenStoreIsAway setting);

        [LoggerMessage(114, LogLevel.Information, "What other gateways have counted can be read again")]
        public static partial void Back(ILogger logger);
    }
}
