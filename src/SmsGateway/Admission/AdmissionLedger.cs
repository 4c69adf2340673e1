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
    /// <summary>Longest hold on a number block, as Twilio's on a prefix.</summary>
    private const long LongestHold = 12 * Usage.Hour;

    /// <summary>Of a daily budget, when somebody should know.</summary>
    private const double AlarmShare = 0.8;

    /// <summary>How many refusals and near misses can be looked up.</summary>
    public const int MostRecords = 1000;

    private readonly Lock _lock = new();
    private readonly Generations<ulong, Usage> _numbers = new();
    private readonly Generations<ulong, Usage> _blocks = new();
    private readonly Generations<ulong, Usage> _addresses = new();
    private readonly Generations<ulong, Usage> _users = new();
    private readonly Generations<string, Usage> _regions = new();
    private readonly Generations<string, Usage> _callers = new();
    private readonly Generations<ulong, SeenRegions> _regionsOfAddresses = new();
    private readonly Generations<ulong, Usage> _unverifiedAddresses = new();
    private readonly Generations<string, Usage> _unverifiedRegions = new();
    private readonly Generations<ulong, Hold> _holds = new();
    private readonly Queue<AdmissionNote> _records = [];
    private readonly Usage _tenant = new();

    public bool IsFed => conversions.IsFed;

    private bool CountsUnverified => options.Unverified != AdmissionMode.Off && conversions.IsFed;

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
            decision = AdmissionPolicy.Decide(CountersOf(request, keys, scope, verified, now), options, now);
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
                HeldUntil = decision.TripsHold ? HoldFrom(keys.Block, now) : 0,
            };
            Count(note);
            return note;
        }
    }

    /// <summary>What <see cref="Decide"/> would say now. Nothing is counted.</summary>
    public AdmissionDecision Look(AdmissionRequest request, AdmissionKeys keys, AdmissionScope scope, long now)
    {
        var verified = VerifiedOf(request);
        lock (_lock)
        {
            return AdmissionPolicy.Decide(CountersOf(request, keys, scope, verified, now), options, now);
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
                    Count(note);
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
            UsagesOf(note).ForEach(usage => usage.Remove());
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

    /// <summary>Refusals and near misses, newest first.</summary>
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
                .. Budgets()
                    .Select(budget => (budget.Rule, budget.Name, (double)budget.Usage.InDay(now) / budget.PerDay))
                    .Where(budget => budget.Item3 >= AlarmShare),
            ];
        }
    }

    /// <summary>The budget that this message brings to four fifths; None for nearly all. Told once an hour.</summary>
    public AdmissionRule BringsNear(AdmissionNote note)
    {
        lock (_lock)
        {
            foreach (
                var (rule, limit, usage) in new[]
                {
                    (AdmissionRule.PerRegion, options.PerRegion, _regions.Find(note.Region)),
                    (AdmissionRule.PerCaller, options.PerCaller, _callers.Find(note.Caller)),
                    (AdmissionRule.PerTenant, options.PerTenant, _tenant),
                }
            )
            {
                if (
                    limit is { IsActive: true, PerDay: { } perDay }
                    && usage is not null
                    && note.At - usage.ToldAt >= Usage.Hour
                    && usage.InDay(note.At) >= AlarmShare * perDay
                )
                {
                    usage.ToldAt = note.At;
                    return rule;
                }
            }

            return AdmissionRule.None;
        }
    }

    /// <summary>Whether <see cref="BringsNear"/> has anything to tell.</summary>
    public bool HasBudgets =>
        options.PerRegion.PerDay is not null
        || options.PerCaller.PerDay is not null
        || options.PerTenant.PerDay is not null;

    private VerifiedCounts? VerifiedOf(AdmissionRequest request) =>
        conversions.IsFed
            ? new VerifiedCounts(
                conversions.OfRegion(request.Region),
                conversions.OfBlock(request.Block.ToString()),
                request.Address is null ? default : conversions.OfAddress(request.Address)
            )
            : null;

    private AdmissionCounters CountersOf(
        AdmissionRequest request,
        AdmissionKeys keys,
        AdmissionScope scope,
        VerifiedCounts? verified,
        long now
    )
    {
        var number = new AdmissionCounters { Number = _numbers.Find(keys.Number) };
        if (scope == AdmissionScope.TestNumber)
        {
            return number;
        }

        var counters = number with
        {
            Region = _regions.Find(request.Region),
            User = keys.User == 0 ? null : _users.Find(keys.User),
            Caller = _callers.Find(request.Caller),
            Tenant = _tenant,
        };
        return scope == AdmissionScope.Trusted
            ? counters
            : counters with
            {
                Block = _blocks.Find(keys.Block),
                BlockHeldUntil = _holds.Find(keys.Block)?.Until ?? 0,
                Address = keys.Address == 0 ? null : _addresses.Find(keys.Address),
                OtherRegions =
                    keys.Address != 0 && options.RegionsPerIp.IsActive
                        ? _regionsOfAddresses.Find(keys.Address)?.Others(request.Region, now) ?? 0
                        : 0,
                UnverifiedRegion = CountsUnverified ? _unverifiedRegions.Find(request.Region) : null,
                UnverifiedAddress =
                    CountsUnverified && keys.Address != 0 ? _unverifiedAddresses.Find(keys.Address) : null,
                Verified = verified,
            };
    }

    private void Count(AdmissionNote note)
    {
        var now = note.At;
        var keys = note.Keys;
        switch (note.Kind)
        {
            case NoteKind.Admitted:
                Count(_numbers, keys.Number, options.PerNumber, now);
                Count(_users, keys.User, options.PerUser, now);
                Count(_regions, note.Region, options.PerRegion, now);
                Count(_callers, note.Caller, options.PerCaller, now);
                if (options.PerTenant.IsActive)
                {
                    _tenant.Add(now, options.PerTenant);
                }

                CountSigns(note);
                break;
            case NoteKind.Tested:
                Count(_numbers, keys.Number, options.PerNumber, now);
                break;
            case NoteKind.Refused when AdmissionRules.IsOfFraud(note.Rule):
                // Refused, and a sign of what is going on all the same.
                CountSigns(note);
                if (note.HeldUntil > now)
                {
                    _holds.Get(keys.Block, now).Extend(now, note.HeldUntil);
                }

                break;
            case NoteKind.Verified:
                UsagesOf(note).ForEach(usage => usage.Remove());
                break;
        }
    }

    private void CountSigns(AdmissionNote note)
    {
        var (keys, now) = (note.Keys, note.At);
        Count(_blocks, keys.Block, options.PerBlock, now);
        if (keys.Address != 0)
        {
            Count(_addresses, keys.Address, options.PerIp, now);
            if (options.RegionsPerIp.IsActive)
            {
                _regionsOfAddresses.Get(keys.Address, now).See(note.Region, now);
            }
        }

        if (CountsUnverified)
        {
            _unverifiedRegions.Get(note.Region, now).Add(now, options.PerRegion);
            if (keys.Address != 0)
            {
                _unverifiedAddresses.Get(keys.Address, now).Add(now, options.PerIp);
            }
        }
    }

    private static void Count(Generations<ulong, Usage> usages, ulong key, AdmissionLimit limit, long now)
    {
        if (key != 0 && limit.IsActive)
        {
            usages.Get(key, now).Add(now, limit);
        }
    }

    private static void Count(Generations<string, Usage> usages, string key, AdmissionLimit limit, long now)
    {
        if (limit.IsActive)
        {
            usages.Get(key, now).Add(now, limit);
        }
    }

    /// <summary>
    /// What gives back when the code was entered. Not the budgets: those are of money, and the text was sent.
    /// </summary>
    private List<Usage> UsagesOf(AdmissionNote note)
    {
        List<Usage?> usages =
        [
            _numbers.Find(note.Keys.Number),
            _blocks.Find(note.Keys.Block),
            note.Keys.Address == 0 ? null : _addresses.Find(note.Keys.Address),
            note.Keys.User == 0 ? null : _users.Find(note.Keys.User),
            _unverifiedRegions.Find(note.Region),
            note.Keys.Address == 0 ? null : _unverifiedAddresses.Find(note.Keys.Address),
        ];
        if (note.Kind != NoteKind.Verified)
        {
            usages.AddRange([_regions.Find(note.Region), _callers.Find(note.Caller), _tenant]);
        }

        return [.. usages.OfType<Usage>()];
    }

    private long HoldFrom(ulong block, long now) => now + (_holds.Find(block)?.Next(now) ?? Usage.Hour);

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

    private IEnumerable<(AdmissionRule Rule, string Name, Usage Usage, int PerDay)> Budgets()
    {
        if (options.PerRegion is { IsActive: true, PerDay: { } perRegion })
        {
            foreach (var (region, usage) in _regions.All)
            {
                yield return (AdmissionRule.PerRegion, region, usage, perRegion);
            }
        }

        if (options.PerCaller is { IsActive: true, PerDay: { } perCaller })
        {
            foreach (var (caller, usage) in _callers.All)
            {
                yield return (AdmissionRule.PerCaller, caller, usage, perCaller);
            }
        }

        if (options.PerTenant is { IsActive: true, PerDay: { } perTenant })
        {
            yield return (AdmissionRule.PerTenant, "", _tenant, perTenant);
        }
    }

    private sealed class Hold
    {
        private long _length;

        public long Until { get; private set; }

        /// <summary>Twice as long each time, and an hour again after a day in peace.</summary>
        public long Next(long now) => now - Until > Usage.Day ? Usage.Hour : Math.Min(LongestHold, 2 * _length);

        public void Extend(long from, long until)
        {
            if (until > Until)
            {
                (_length, Until) = (until - from, until);
            }
        }
    }

    private sealed class SeenRegions
    {
        private readonly Dictionary<string, long> _lastAt = [];

        public int Others(string region, long now) =>
            _lastAt.Count(seen => seen.Key != region && now - seen.Value < Usage.Day);

        public void See(string region, long now) => _lastAt[region] = now;
    }
}
