namespace SmsGateway.Admission;

/// <summary>
/// What was counted under each key of each rule. What a note adds, taking it back removes: one walk for both. Not for several threads.
/// </summary>
internal sealed class AdmissionTables(AdmissionOptions options, IConversions conversions)
{
    /// <summary>Longest hold on a number block, as Twilio's on a prefix.</summary>
    private const long LongestHold = 12 * Usage.Hour;

    /// <summary>Of a daily budget, when somebody should know.</summary>
    public const double AlarmShare = 0.8;

    /// <summary>There is one tenant.</summary>
    private const string Everybody = "";

    private readonly UsageTable _numbers = new(options.PerNumber);
    private readonly UsageTable _blocks = new(options.PerBlock);
    private readonly UsageTable _addresses = new(options.PerIp);
    private readonly UsageTable _users = new(options.PerUser);
    private readonly NamedUsages _regions = new(options.PerRegion);
    private readonly NamedUsages _callers = new(options.PerCaller);
    private readonly NamedUsages _tenants = new(options.PerTenant);
    private readonly UsageTable _unverifiedAddresses = new(options.PerIp);
    private readonly NamedUsages _unverifiedRegions = new(options.PerRegion);
    private readonly SeenRegions _regionsOfAddresses = new();
    private readonly RecentTable<Hold> _holds = new(_ => 0, hold => hold.Until);

    /// <summary>When somebody was last told of a budget, in Unix milliseconds. There are as many as regions and callers.</summary>
    private readonly Dictionary<(AdmissionRule Rule, string Name), long> _toldAt = [];

    private bool CountsUnverified => options.Unverified != AdmissionMode.Off && conversions.IsFed;

    public AdmissionCounters CountersOf(
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
            Tenant = _tenants.Find(Everybody),
        };
        return scope == AdmissionScope.Trusted
            ? counters
            : counters with
            {
                Block = _blocks.Find(keys.Block),
                BlockHeldUntil = _holds.Find(keys.Block).Many?.Until ?? 0,
                Address = keys.Address == 0 ? null : _addresses.Find(keys.Address),
                OtherRegions =
                    keys.Address != 0 && options.RegionsPerIp.IsActive
                        ? _regionsOfAddresses.Others(keys.Address, request.Region, now)
                        : 0,
                UnverifiedRegion = CountsUnverified ? _unverifiedRegions.Find(request.Region) : null,
                UnverifiedAddress =
                    CountsUnverified && keys.Address != 0 ? _unverifiedAddresses.Find(keys.Address) : null,
                Verified = verified,
            };
    }

    public void Count(AdmissionNote note)
    {
        if (note.Kind == NoteKind.Verified)
        {
            // The budgets are of money, and the text was sent.
            Own(note, Step.Remove);
            Signs(note, Step.Remove);
            return;
        }

        if (note.Kind == NoteKind.TakenBack)
        {
            TakeBack(note with { Kind = NoteKind.Admitted });
            return;
        }

        Walk(note, Step.Add);
        if (note.HeldUntil > note.At)
        {
            KeepHold(note.Keys.Block, note.At, note.HeldUntil);
        }
    }

    /// <summary>As if it had not been counted; that the address was seen with the region stays.</summary>
    public void TakeBack(AdmissionNote note) => Walk(note, Step.Remove);

    /// <summary>Until when a block is held that has had its codes now, in Unix milliseconds.</summary>
    public long HoldFrom(ulong block, long now) => now + (_holds.Find(block).Many?.Next(now) ?? Usage.Hour);

    /// <summary>All that have a budget for the day.</summary>
    public IEnumerable<AdmissionBudget> Budgets() =>
        _regions
            .All.Select(region => Budget(AdmissionRule.PerRegion, region.Key, options.PerRegion, region.Value))
            .Concat(
                _callers.All.Select(caller =>
                    Budget(AdmissionRule.PerCaller, caller.Key, options.PerCaller, caller.Value)
                )
            )
            .Append(Budget(AdmissionRule.PerTenant, Everybody, options.PerTenant, _tenants.Find(Everybody)))
            .OfType<AdmissionBudget>();

    /// <summary>Whether a budget that this message counts for is used to four fifths or more.</summary>
    public bool IsNearBudget(AdmissionNote note) =>
        IsNear(note.Region, _regions, note.At)
        || IsNear(note.Caller, _callers, note.At)
        || IsNear(Everybody, _tenants, note.At);

    /// <summary>The budget that this message brings to four fifths; None for nearly all. Told once an hour.</summary>
    public AdmissionRule BringsNear(AdmissionNote note) =>
        IsToTell(AdmissionRule.PerRegion, note.Region, _regions, note.At) ? AdmissionRule.PerRegion
        : IsToTell(AdmissionRule.PerCaller, note.Caller, _callers, note.At) ? AdmissionRule.PerCaller
        : IsToTell(AdmissionRule.PerTenant, Everybody, _tenants, note.At) ? AdmissionRule.PerTenant
        : AdmissionRule.None;

    private enum Step
    {
        Add,
        Remove,
    }

    private void Walk(AdmissionNote note, Step step)
    {
        switch (note.Kind)
        {
            case NoteKind.Admitted:
                Own(note, step);
                Change(_regions, note.Region, note.At, step);
                Change(_callers, note.Caller, note.At, step);
                Change(_tenants, Everybody, note.At, step);
                Signs(note, step);
                break;
            case NoteKind.Tested:
                Change(_numbers, note.Keys.Number, note.At, step);
                break;
            case NoteKind.Refused when AdmissionRules.IsOfFraud(note.Rule):
                // Refused, and a sign of what is going on all the same.
                Signs(note, step);
                break;
        }
    }

    /// <summary>What is of the person: the number and the user.</summary>
    private void Own(AdmissionNote note, Step step)
    {
        Change(_numbers, note.Keys.Number, note.At, step);
        Change(_users, note.Keys.User, note.At, step);
    }

    /// <summary>What tells of an attack.</summary>
    private void Signs(AdmissionNote note, Step step)
    {
        var (keys, now) = (note.Keys, note.At);
        Change(_blocks, keys.Block, now, step);
        Change(_addresses, keys.Address, now, step);
        if (step == Step.Add && keys.Address != 0 && options.RegionsPerIp.IsActive)
        {
            _regionsOfAddresses.See(keys.Address, note.Region, now);
        }

        Change(_unverifiedRegions, note.Region, now, step, CountsUnverified);
        Change(_unverifiedAddresses, keys.Address, now, step, CountsUnverified);
    }

    private void KeepHold(ulong block, long from, long until)
    {
        if (_holds.Find(block).Many is not { } hold)
        {
            _holds.Set(block, hold = new Hold(), from);
        }

        hold.Extend(from, until);
    }

    /// <param name="isCounted">Null: when the limit says so.</param>
    private static void Change<TKey>(IUsageTable<TKey> usages, TKey key, long now, Step step, bool? isCounted = null)
        where TKey : notnull
    {
        if (!(isCounted ?? usages.Limit.IsActive) || EqualityComparer<TKey>.Default.Equals(key, default))
        {
            return;
        }

        if (step == Step.Add)
        {
            usages.Add(key, now);
        }
        else
        {
            usages.Remove(key);
        }
    }

    private bool IsToTell(AdmissionRule rule, string name, NamedUsages usages, long now)
    {
        if (
            !IsNear(name, usages, now)
            || (_toldAt.TryGetValue((rule, name), out var toldAt) && now - toldAt < Usage.Hour)
        )
        {
            return false;
        }

        _toldAt[(rule, name)] = now;
        return true;
    }

    private static bool IsNear(string name, NamedUsages usages, long now) =>
        usages.Limit is { IsActive: true, PerDay: { } perDay }
        && usages.Find(name) is { } usage
        && usage.InDay(now) >= AlarmShare * perDay;

    private static AdmissionBudget? Budget(AdmissionRule rule, string name, AdmissionLimit limit, Usage? usage) =>
        limit is { IsActive: true, PerDay: { } perDay } && usage is not null
            ? new AdmissionBudget(rule, name, usage, perDay)
            : null;

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
}

/// <param name="Rule">Which budget.</param>
/// <param name="Name">Whose: a region's or a caller's; empty for that of all.</param>
/// <param name="Usage">What is used of it.</param>
/// <param name="PerDay">How much there is.</param>
internal sealed record AdmissionBudget(AdmissionRule Rule, string Name, Usage Usage, int PerDay)
{
    public double ShareAt(long now) => (double)Usage.InDay(now) / PerDay;
}
