namespace SmsGateway.Admission;

/// <summary>Which rules on counts speak of a message.</summary>
internal enum AdmissionScope
{
    All,

    /// <summary>On the operators' allow list: not those against fraud.</summary>
    Trusted,

    /// <summary>To a test number, and never sent: only that on the number, so that a test meets what a user does.</summary>
    TestNumber,
}

/// <summary>
/// The counts by which <see cref="AdmissionPolicy"/> decides, in memory: of what this process has decided, and of what it has heard
/// from others and from before it started. Every step is under one lock and takes about a microsecond.
/// </summary>
internal sealed class AdmissionLedger(AdmissionOptions options, IConversions conversions)
{
    /// <summary>How many refusals and near misses can be looked up.</summary>
    public const int MostRecords = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<AdmissionNote> _records = [];
    private readonly AdmissionTables _tables = new(options, conversions);
    private readonly bool _hasBudgets = new[] { options.PerRegion, options.PerCaller, options.PerTenant }.Any(limit =>
        limit is { IsActive: true, PerDay: not null }
    );

    public bool IsFed => conversions.IsFed;

    /// <summary>Decides and counts in one step.</summary>
    /// <param name="request">Whom it is for.</param>
    /// <param name="keys">Of the request.</param>
    /// <param name="scope">Which rules speak.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="decision">What was decided.</param>
    /// <returns>What is to be written down of it.</returns>
    public AdmissionNote Decide(
        AdmissionRequest request,
        AdmissionKeys keys,
        AdmissionScope scope,
        long now,
        out AdmissionDecision decision
    )
    {
        // Outside the lock: another's code.
        var verified = VerifiedOf(request);
        lock (_lock)
        {
            decision = DecideNow(request, keys, scope, verified, now);
            var note = new AdmissionNote(
                !decision.IsAdmitted ? NoteKind.Refused
                    : scope == AdmissionScope.TestNumber ? NoteKind.Tested
                    : NoteKind.Admitted,
                now,
                request.Caller,
                request.Region,
                keys
            )
            {
                Rule = decision.RefusedBy,
                Recorded = decision.Recorded,
                HeldUntil = decision.TripsHold ? decision.RetryAt : 0,
                Message = request.Message,
            };
            _tables.Count(note);
            // Here, where the lock is held: whoever tells of it takes the lock again only for the few that are.
            note.IsNearBudget = _hasBudgets && _tables.IsNearBudget(note);
            return note;
        }
    }

    /// <summary>What <see cref="Decide"/> would say now. Nothing is counted.</summary>
    public AdmissionDecision Look(AdmissionRequest request, AdmissionKeys keys, AdmissionScope scope, long now)
    {
        var verified = VerifiedOf(request);
        lock (_lock)
        {
            return DecideNow(request, keys, scope, verified, now);
        }
    }

    /// <summary>Counts what others have decided.</summary>
    public void Hear(ReadOnlySpan<byte> notes)
    {
        lock (_lock)
        {
            while (AdmissionNote.TryRead(ref notes, out var note))
            {
                if (note is not null)
                {
                    _tables.Count(note);
                    Remember(note);
                }
            }
        }
    }

    /// <summary>What was decided did not happen.</summary>
    public void TakeBack(AdmissionNote note)
    {
        lock (_lock)
        {
            _tables.TakeBack(note);
        }
    }

    /// <summary>Keeps a refusal or a near miss for those who look it up.</summary>
    public void Keep(AdmissionNote note)
    {
        lock (_lock)
        {
            Remember(note);
        }
    }

    /// <summary>Refusals and near misses, those that were heard of last first.</summary>
    public IReadOnlyList<AdmissionNote> Records()
    {
        lock (_lock)
        {
            return [.. _records.Reverse()];
        }
    }

    /// <summary>The daily budgets that are used up to four fifths or more: rule, whose, how much of it.</summary>
    public IReadOnlyList<(AdmissionRule Rule, string Name, double Share)> NearlyUsed(long now)
    {
        lock (_lock)
        {
            return
            [
                .. _tables
                    .Budgets()
                    .Select(budget => (budget.Rule, budget.Name, Share: budget.ShareAt(now)))
                    .Where(budget => budget.Share >= AdmissionTables.AlarmShare),
            ];
        }
    }

    /// <summary>The budget that this message brings to four fifths; None for nearly all. Told once an hour.</summary>
    public AdmissionRule BringsNear(AdmissionNote note)
    {
        lock (_lock)
        {
            return _tables.BringsNear(note);
        }
    }

    /// <summary>A hold lasts as long as the ones before it say, which the policy does not know.</summary>
    private AdmissionDecision DecideNow(
        AdmissionRequest request,
        AdmissionKeys keys,
        AdmissionScope scope,
        VerifiedCounts? verified,
        long now
    )
    {
        var decision = AdmissionPolicy.Decide(_tables.CountersOf(request, keys, scope, verified, now), options, now);
        return decision.TripsHold ? decision with { RetryAt = _tables.HoldFrom(keys.Block, now) } : decision;
    }

    private VerifiedCounts? VerifiedOf(AdmissionRequest request) =>
        conversions.IsFed
            ? new VerifiedCounts(
                conversions.OfRegion(request.Region),
                conversions.OfBlock(request.Block.ToString()),
                request.Address is null ? default : conversions.OfAddress(request.Address)
            )
            : null;

    private void Remember(AdmissionNote note)
    {
        if (note.Detail.IsEmpty)
        {
            return;
        }

        if (_records.Count == MostRecords)
        {
            _records.Dequeue();
        }

        _records.Enqueue(note);
    }
}
