using System.Globalization;

namespace SmsGateway.Workbench.Pumping;

/// <summary>What became of one attack and of the honest users beside it.</summary>
internal sealed class PumpingRow(PumpingPlan plan, PumpingSetting setting)
{
    /// <summary>Texts that may get through before the block is held.</summary>
    public const int MostBeforeHold = 200;

    private const string BlockRule = "block_limit";

    private readonly Dictionary<string, int> _attackRefused = [];
    private readonly Dictionary<string, int> _honestRefused = [];
    private int _attackAsked;
    private int _honestAsked;
    private int _throughBefore;
    private TimeSpan? _heldAt;

    public PumpingPlan Plan => plan;

    public PumpingSetting Setting => setting;

    public static string Heading =>
        $"  {"", -47} {"attack", 8} {"through", 8} {"before", 8} {"after s", 8} {"honest", 8} {"refused", 8}  refused by";

    public bool Holds =>
        !setting.Enforces || (_heldAt is not null && _throughBefore < MostBeforeHold && _honestRefused.Count == 0);

    /// <summary>Whether the number block is held, or, where the rules only record, would be.</summary>
    public bool IsHeld => _heldAt is not null;

    public void Add(CodeRequest request, string? refusedBy)
    {
        var refused = request.IsAttack ? _attackRefused : _honestRefused;
        if (refusedBy is not null)
        {
            refused[refusedBy] = refused.GetValueOrDefault(refusedBy) + 1;
        }

        if (!request.IsAttack)
        {
            _honestAsked++;
            return;
        }

        _attackAsked++;
        if (refusedBy == BlockRule)
        {
            Hold(request.At);
        }
        else if (refusedBy is null && _heldAt is null)
        {
            _throughBefore++;
        }
    }

    /// <summary>What the rules have recorded.</summary>
    public void Recorded(string rule, TimeSpan at)
    {
        if (rule == BlockRule)
        {
            Hold(at);
        }
    }

    /// <param name="name">What tells this row from the others.</param>
    public string Line(string name) =>
        string.Create(
                CultureInfo.InvariantCulture,
                $"  {name, -47} {_attackAsked, 8:N0} {_attackAsked - _attackRefused.Values.Sum(), 8:N0} {(IsHeld ? _throughBefore.ToString("N0", CultureInfo.InvariantCulture) : "-"), 8} {HeldAfter, 8} {_honestAsked, 8:N0} {_honestRefused.Values.Sum(), 8:N0}  {Rules("attack", _attackRefused)}{Rules("; honest", _honestRefused)}"
            )
            .TrimEnd();

    private string HeldAfter =>
        _heldAt is not { } at ? "-"
        : setting.Mode == "Enforce" ? at.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)
        // It only would be.
        : $"({at.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)})";

    private void Hold(TimeSpan at) => _heldAt ??= at;

    private static string Rules(string whose, Dictionary<string, int> refused) =>
        refused.Count == 0
            ? ""
            : $"{whose}: {string.Join(", ", refused.OrderByDescending(rule => rule.Value).Select(rule => string.Create(CultureInfo.InvariantCulture, $"{rule.Key} {rule.Value:N0}")))}";
}
