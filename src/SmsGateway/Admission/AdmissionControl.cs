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
public sealed class AdmissionControl
{
    private readonly AdmissionOptions _options;
    private readonly IAdmissionStore? _store;
    private readonly TestNumbers _testNumbers;
    private readonly TestInbox? _testInbox;
    private readonly bool _hasLimits;
    private readonly bool _hasRules;
    private readonly TimeProvider _time;
    private readonly AdmissionLedger _ledger;
    private readonly AdmissionReport _report;
    private volatile ListSnapshot _lists = ListSnapshot.Empty;

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
        (_options, _time, _store) = (options, time, store);
        _ledger = new AdmissionLedger(options, conversions ?? new NoConversions());
        Seal = new AdmissionSeal(encryption);
        _report = new AdmissionReport(options, _ledger, store, telemetry, time, logger);
        // Without a place to keep them there are none: a code that is neither sent nor kept would be lost.
        _testNumbers = testInbox is null ? TestNumbers.None : testNumbers ?? TestNumbers.None;
        _testInbox = testInbox;
        _hasLimits = options.Counts;
        _hasRules = options.Numbers.RefusedKinds.Count > 0 || options.Numbers.Regions.Count > 0;
        warnings?.Watch(_report.Lines, _report.Notes);
    }

    /// <summary>The operators' lists as they are known.</summary>
    internal ListSnapshot Lists
    {
        get => _lists;
        set => _lists = value;
    }

    /// <summary>Whether anything has to be counted.</summary>
    internal bool Counts => _hasLimits || (_options.Unverified != AdmissionMode.Off && _ledger.IsFed);

    internal AdmissionSeal Seal { get; }

    /// <summary>Asks the rules that need no counts, and says how the others are to be asked.</summary>
    /// <param name="envelope">What is to be sent, for whom.</param>
    /// <param name="regions">The caller's own list of regions; empty when it has none.</param>
    /// <returns>Null when there is nothing to ask and nothing to count.</returns>
    /// <exception cref="StoreUnavailableException">The key under which messages are counted cannot be had now.</exception>
    public async ValueTask<AdmissionCase?> OpenAsync(
        Envelope envelope,
        IReadOnlySet<string> regions,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var lists = _lists;
        var now = _time.GetUtcNow();
        var testNumber = _testNumbers.Find(envelope.Message.Recipient, now);
        if (testNumber is null && !Counts && !_hasRules && lists.IsSilent && regions.Count == 0)
        {
            return null;
        }

        var request = AdmissionRequest.Of(envelope);
        var (scope, refusedBy) = AskFixedRules(request, regions, testNumber, lists, now);
        var pen = await Seal.PenAsync(cancellationToken);
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

        if (Counts && !await AskAsync(asked, cancellationToken))
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

        _report.Share(asked.Note);
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
        var pen = await Seal.PenAsync(cancellationToken);
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

    /// <summary>Tells of a decision once it stands.</summary>
    public void Tell(AdmissionCase decided) => _report.Tell(decided);

    /// <summary>A code was entered: what was counted for its message is given back, but not to the budgets.</summary>
    /// <exception cref="StoreUnavailableException">Others were not told.</exception>
    public async ValueTask VerifiedAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var pen = await Seal.PenAsync(cancellationToken);
        var note = new AdmissionNote(NoteKind.Verified, Now, request.Caller, request.Region, pen.Hash.Of(request));
        var bytes = note.Serialize();
        _ledger.Hear(bytes);
        if (_store is not null)
        {
            await _store.WriteNoteAsync(bytes, cancellationToken);
        }
    }

    /// <summary>Refusals and near misses of all gateways on the store, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The store, or the key that they are sealed with, cannot be had now.</exception>
    public async ValueTask<IReadOnlyList<AdmissionRecord>> RecordsAsync(
        AdmissionQuery query,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(query);
        await HearOthersAsync(cancellationToken);
        var records = new List<AdmissionRecord>();
        foreach (var note in _ledger.Records().Where(query.Has).OrderByDescending(note => note.At).Take(query.Max))
        {
            var detail = await Seal.OpenAsync(note.Detail, cancellationToken);
            records.Add(AdmissionRecord.Of(note, (detail?.Record ?? default).Span));
        }

        return records;
    }

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
        return (refusal is not null || !note.Recorded.IsEmpty) && _report.HasRoom()
            ? note with
            {
                Detail = pen.Write(AdmissionRecord.DetailOf(request)),
            }
            : note;
    }

    internal bool MayGoOn(bool isCurrent) => _report.MayGoOn(isCurrent);

    internal async ValueTask HearOthersAsync(CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            var notes = await _store.ReadNotesAsync(cancellationToken);
            _ledger.Hear(notes.Span);
        }
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

    /// <summary>As the store asks what it stores, for what is kept elsewhere.</summary>
    private async ValueTask<bool> AskAsync(AdmissionCase asked, CancellationToken cancellationToken)
    {
        var isCurrent = true;
        try
        {
            await HearOthersAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            isCurrent = false;
        }

        if (asked.Ask(isCurrent).IsAdmitted)
        {
            return true;
        }

        _report.Share(asked.Note);
        return false;
    }
}
