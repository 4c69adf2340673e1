namespace SmsGateway.Workbench.Pumping;

/// <summary>How the gateway is set.</summary>
/// <param name="Name">In a few words.</param>
/// <param name="Mode">Of the rules; null: as they are delivered.</param>
/// <param name="IsFed">Whether it is told which codes were entered.</param>
internal sealed record PumpingSetting(string Name, string? Mode, bool IsFed)
{
    private static readonly string[] Rules = ["PerNumber", "PerBlock", "PerIp", "RegionsPerIp", "PerUser"];

    public static readonly IReadOnlyList<PumpingSetting> All =
    [
        new("Enforce, fed", "Enforce", IsFed: true),
        new("Enforce, unfed", "Enforce", IsFed: false),
        new("RecordOnly, fed", "RecordOnly", IsFed: true),
        new("RecordOnly, unfed", "RecordOnly", IsFed: false),
        new("as delivered", null, IsFed: false),
    ];

    /// <summary>Whether it promises anything.</summary>
    public bool Enforces => Mode == "Enforce";

    public IReadOnlyDictionary<string, string> Settings =>
        Rules.Where(_ => Mode is not null).ToDictionary(rule => $"Gateway__Admission__{rule}__Mode", _ => Mode!);
}
