using System.Globalization;
using SmsGateway.Admission;
using SmsGateway.Callers;
using SmsGateway.Http;
using SmsGateway.Messages;

namespace SmsGateway.Operators;

/// <summary>What admission refused lately, and what it would decide now. Who may ask is the head's business.</summary>
public sealed class AdmissionDecisionsHandler(AdmissionControl admission, IReadOnlyList<CallerOptions> callers)
{
    private const int Shown = 100;
    private const int Most = 1000;

    private static readonly string[] Reasons =
    [
        .. Enum.GetValues<AdmissionRule>().Where(rule => rule != AdmissionRule.None).Select(AdmissionRules.ReasonOf),
    ];

    /// <summary>Refusals and near misses of all gateways on the store, newest first.</summary>
    /// <param name="rule">A reason code; null for all.</param>
    /// <param name="caller">A caller's name; null for all.</param>
    /// <param name="region">ISO 3166-1; null for all.</param>
    /// <param name="max">How many; null for 100.</param>
    public async ValueTask<HttpReply> ListAsync(
        string? rule,
        string? caller,
        string? region,
        string? max,
        CancellationToken cancellationToken
    )
    {
        var errors = new Dictionary<string, string[]>();
        if (!string.IsNullOrEmpty(rule) && !Reasons.Contains(rule))
        {
            errors["rule"] = [$"must be one of {string.Join(", ", Reasons)}"];
        }

        // Numbers of no country have a region of their own, which is none of ISO's.
        if (!string.IsNullOrEmpty(region) && !char.IsAsciiDigit(region[0]) && RegionCode.Mistake(region) is { } mistake)
        {
            errors["region"] = [mistake];
        }

        var count = Shown;
        if (
            !string.IsNullOrEmpty(max)
            && !(
                int.TryParse(max, NumberStyles.None, CultureInfo.InvariantCulture, out count)
                && count is > 0 and <= Most
            )
        )
        {
            errors["max"] = [$"must be a number from 1 to {Most}"];
        }

        if (errors.Count > 0)
        {
            return HttpReply.Problem(400, "The query is not valid.", errors);
        }

        return await StoreGuard.AnswerAsync(async () =>
        {
            var records = await admission.RecordsAsync(cancellationToken);
            return HttpReply.Json(
                200,
                AdmissionBodies.Items(
                    records
                        .Where(record =>
                            Fits(rule, record.Rule)
                            && Fits(caller, record.Caller)
                            && Fits(region is null ? null : RegionCode.Of(region), record.Region)
                        )
                        .OrderByDescending(record => record.At)
                        .Take(count)
                        .Select(AdmissionBodies.Of)
                )
            );
        });
    }

    /// <summary>What would be decided of a message now. Nothing is counted.</summary>
    /// <param name="body">Whose message, in JSON.</param>
    public async ValueTask<HttpReply> TestAsync(Stream body, CancellationToken cancellationToken)
    {
        var fields = await OrderFields.ReadAsync(body, LookOrder.Fields, cancellationToken);
        if (LookOrder.Read(fields, callers) is not (var request, var regions))
        {
            return HttpReply.Problem(400, "The question is not valid.", fields.Errors);
        }

        return await StoreGuard.AnswerAsync(async () =>
            HttpReply.Json(
                200,
                AdmissionBodies.Of(request, await admission.LookAsync(request, regions, cancellationToken))
            )
        );
    }

    private static bool Fits(string? wanted, string value) =>
        string.IsNullOrEmpty(wanted) || wanted.Equals(value, StringComparison.OrdinalIgnoreCase);
}
