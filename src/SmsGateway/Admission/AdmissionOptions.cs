using System.Collections.Frozen;
using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Admission;

/// <summary>
/// Section <c>Gateway:Admission</c>: what is sent at all. Where a number comes from: docs/admission.md.
/// </summary>
public sealed record AdmissionOptions
{
    /// <value>What the number alone decides.</value>
    public NumberRulesOptions Numbers { get; init; } = new();

    /// <value>
    /// To one number: 3 at once, one back a minute, 10 an hour, 20 a day. Enforced. A burst, because Auth0 takes the newest code
    /// only: who asks again and is refused may hold a code that is void.
    /// </value>
    public AdmissionLimit PerNumber { get; init; } =
        new()
        {
            Burst = 3,
            Refill = TimeSpan.FromMinutes(1),
            PerHour = 10,
            PerDay = 20,
        };

    /// <value>
    /// To one number block, E.164 without its last four digits, of codes that nobody has entered: 100 an hour. Recorded only: in a
    /// small country one block can be many users. Once over it the block is held for an hour, and longer each time.
    /// </value>
    public AdmissionLimit PerBlock { get; init; } = new() { Mode = AdmissionMode.RecordOnly, PerHour = 100 };

    /// <value>From one address, or one /64 of IPv6: 30 an hour. Recorded only: many users may share one.</value>
    public AdmissionLimit PerIp { get; init; } = new() { Mode = AdmissionMode.RecordOnly, PerHour = 30 };

    /// <value>Distinct regions that one address sends to in a day: 3. Recorded only.</value>
    public AdmissionLimit RegionsPerIp { get; init; } = new() { Mode = AdmissionMode.RecordOnly, PerDay = 3 };

    /// <value>To one region. No limit unless set.</value>
    public AdmissionLimit PerRegion { get; init; } = new();

    /// <value>For one user, where the caller says who it is: 20 a day.</value>
    public AdmissionLimit PerUser { get; init; } = new() { PerDay = 20 };

    /// <value>From one caller. No limit unless set.</value>
    public AdmissionLimit PerCaller { get; init; } = new();

    /// <value>In all. No limit unless set.</value>
    public AdmissionLimit PerTenant { get; init; } = new();

    /// <value>
    /// The rules on codes that nobody entered, by region and by address. They need to know which were
    /// (<see cref="IConversions"/>), so they record only.
    /// </value>
    public AdmissionMode Unverified { get; init; } = AdmissionMode.RecordOnly;

    /// <value>Default: allow, by what this process has counted itself.</value>
    public WhenStoreIsAway WhenStoreIsAway { get; init; }

    /// <value>
    /// Whether what a rule against fraud refuses is answered 200 and not sent. Default false: a real user who is refused can try
    /// something else, and one who waits for a text cannot.
    /// </value>
    public bool Quiet { get; init; }

    /// <value>Whether anything has to be counted.</value>
    public bool Counts => Limits.Any(limit => limit.IsActive);

    private IEnumerable<AdmissionLimit> Limits =>
        [PerNumber, PerBlock, PerIp, RegionsPerIp, PerRegion, PerUser, PerCaller, PerTenant];

    /// <value>Nothing is refused, limited or counted.</value>
    public static AdmissionOptions Off { get; } =
        new()
        {
            Numbers = new() { RefusedKinds = FrozenSet<NumberKind>.Empty },
            PerNumber = new() { Mode = AdmissionMode.Off },
            PerBlock = new() { Mode = AdmissionMode.Off },
            PerIp = new() { Mode = AdmissionMode.Off },
            RegionsPerIp = new() { Mode = AdmissionMode.Off },
            PerUser = new() { Mode = AdmissionMode.Off },
            Unverified = AdmissionMode.Off,
        };

    /// <param name="reader">The section.</param>
    /// <param name="isListUsed">As in <see cref="NumberRulesOptions.Read"/>.</param>
    public static AdmissionOptions Read(ConfigurationReader reader, bool isListUsed = true)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var defaults = new AdmissionOptions();
        var unverified = reader.Section("Unverified");
        var options = new AdmissionOptions
        {
            Numbers = NumberRulesOptions.Read(reader, isListUsed),
            PerNumber = AdmissionLimit.Read(reader.Section("PerNumber"), defaults.PerNumber),
            PerBlock = AdmissionLimit.Read(reader.Section("PerBlock"), defaults.PerBlock),
            PerIp = AdmissionLimit.Read(reader.Section("PerIp"), defaults.PerIp),
            RegionsPerIp = AdmissionLimit.Read(reader.Section("RegionsPerIp"), defaults.RegionsPerIp),
            PerRegion = AdmissionLimit.Read(reader.Section("PerRegion"), defaults.PerRegion),
            PerUser = AdmissionLimit.Read(reader.Section("PerUser"), defaults.PerUser),
            PerCaller = AdmissionLimit.Read(reader.Section("PerCaller"), defaults.PerCaller),
            PerTenant = AdmissionLimit.Read(reader.Section("PerTenant"), defaults.PerTenant),
            Unverified = unverified.Choice("Mode", defaults.Unverified),
            WhenStoreIsAway = reader.Choice("WhenStoreIsAway", defaults.WhenStoreIsAway),
            Quiet = reader.Flag("Quiet", defaults.Quiet),
        };
        if (options.Unverified == AdmissionMode.Enforce)
        {
            unverified.Error(
                "Mode",
                "can be Off or RecordOnly: nothing tells the gateway yet which codes were entered, so enforced it would refuse everybody"
            );
        }

        if (options.RegionsPerIp is { Burst: not null } or { PerHour: not null })
        {
            reader.Section("RegionsPerIp").Error("PerDay", "is the only limit here, on distinct regions");
        }

        if (options.PerBlock is { Burst: not null } or { PerDay: not null } or { PerHour: null })
        {
            reader.Section("PerBlock").Error("PerHour", "is the only limit here");
        }

        unverified.RejectUnknownKeys();
        reader.RejectUnknownKeys();
        return options;
    }
}
