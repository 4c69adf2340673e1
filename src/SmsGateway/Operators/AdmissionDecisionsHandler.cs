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
        if (!string.IsNullOrEmpty(rule) && !AdmissionRules.Reasons.Contains(rule))
        {
            errors["rule"] = [$"must be one of {string.Join(", ", AdmissionRules.Reasons)}"];
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
                && count is > 0 and <= AdmissionQuery.Most
            )
        )
        {
            errors["max"] = [$"must be a number from 1 to {AdmissionQuery.Most}"];
        }

        if (errors.Count > 0)
        {
            return HttpReply.Problem(400, "The query is not valid.", errors);
        }

        return await StoreGuard.AnswerAsync(async () =>
        {
            var query = new AdmissionQuery(rule, caller, region is null ? null : RegionCode.Of(region), count);
            var records = await admission.RecordsAsync(query, cancellationToken);
            return HttpReply.Json(200, AdmissionBodies.Items(records.Select(AdmissionBodies.Of)));
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
}
