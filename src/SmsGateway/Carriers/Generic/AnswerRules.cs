using System.Globalization;
using SmsGateway.Configuration;

namespace SmsGateway.Carriers.Generic;

/// <summary>What is configured of the carrier's answers.</summary>
/// <param name="SuccessStatus">Ranges of statuses, both ends included.</param>
/// <param name="Success">Where a success says so, too; none where the status is enough.</param>
/// <param name="SuccessValues">What it says there.</param>
/// <param name="Id">Where the carrier's name for the message is.</param>
/// <param name="Code">Where its code is.</param>
/// <param name="Codes">What codes mean, and statuses, written <c>http-422</c>.</param>
internal sealed record AnswerRules(
    IReadOnlyList<(int From, int To)> SuccessStatus,
    IReadOnlyList<JsonPointer> Success,
    IReadOnlyList<string> SuccessValues,
    IReadOnlyList<JsonPointer> Id,
    IReadOnlyList<JsonPointer> Code,
    IReadOnlyDictionary<string, CodeMeaning> Codes
)
{
    private const string StatusPrefix = "http-";

    public bool IsSuccess(int status)
    {
        foreach (var (from, to) in SuccessStatus)
        {
            if (status >= from && status <= to)
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="said">What stands where a success says so.</param>
    public bool IsSuccess(string? said) =>
        said is not null && SuccessValues.Contains(said, StringComparer.OrdinalIgnoreCase);

    public CodeMeaning? Listed(string? code) =>
        code is not null && Codes.TryGetValue(code, out var meaning) ? meaning : null;

    public static AnswerRules Read(ConfigurationReader reader)
    {
        var rules = new AnswerRules(
            ReadStatus(reader),
            ReadPointers(reader, "SuccessPointer"),
            ReadList(reader, "SuccessValues"),
            ReadPointers(reader, "IdPointer"),
            ReadPointers(reader, "CodePointer"),
            new Dictionary<string, CodeMeaning>(StringComparer.OrdinalIgnoreCase)
        );
        if (reader.Has("SuccessPointer") != reader.Has("SuccessValues"))
        {
            reader.Error(
                reader.Has("SuccessPointer") ? "SuccessValues" : "SuccessPointer",
                $"is required with {(reader.Has("SuccessPointer") ? "SuccessPointer" : "SuccessValues")}"
            );
        }
        else if (!reader.Has("SuccessPointer") && !reader.Has("IdPointer"))
        {
            reader.Warn(
                "IdPointer",
                "is not set, and SuccessPointer neither: whatever comes with a success status counts as accepted, be it another's page"
            );
        }

        return rules with
        {
            Codes = rules.ReadCodes(reader),
        };
    }

    private Dictionary<string, CodeMeaning> ReadCodes(ConfigurationReader reader)
    {
        var codes = new Dictionary<string, CodeMeaning>(StringComparer.OrdinalIgnoreCase);
        foreach (var meaning in Enum.GetValues<CodeMeaning>())
        {
            var key = $"{meaning}Codes";
            foreach (var code in ReadList(reader, key))
            {
                if (MistakeOf(code, reader.Has("CodePointer")) is { } mistake)
                {
                    reader.Error(key, mistake);
                }
                else if (!codes.TryAdd(code, meaning))
                {
                    reader.Error(key, $"has a code that is in {codes[code]}Codes already");
                }
            }
        }

        return codes;
    }

    private string? MistakeOf(string code, bool hasPointer)
    {
        if (!code.StartsWith(StatusPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return hasPointer ? null : "needs CodePointer; a status is written http-422";
        }

        return !TryReadStatus(code[StatusPrefix.Length..], 100, 599, out var status)
                ? "has http- and no status behind it; one is written http-422"
            : status is 502 or 504 ? "has 502 or 504, after which the carrier may have the message, whatever it says"
            : IsSuccess(status) ? "has a status that is a success by SuccessStatus"
            : null;
    }

    private static List<(int, int)> ReadStatus(ConfigurationReader reader)
    {
        var ranges = new List<(int, int)>();
        foreach (var item in ReadList(reader, "SuccessStatus"))
        {
            var ends = item.Split('-', StringSplitOptions.TrimEntries);
            if (
                ends.Length > 2
                || !TryReadStatus(ends[0], 200, 299, out var from)
                || !TryReadStatus(ends[^1], from, 299, out var to)
            )
            {
                reader.Error(
                    "SuccessStatus",
                    "must be statuses from 200 to 299 or ranges of them, such as 200-202, 204"
                );
                break;
            }

            ranges.Add((from, to));
        }

        return ranges.Count > 0 ? ranges : [(200, 299)];
    }

    private static List<JsonPointer> ReadPointers(ConfigurationReader reader, string key)
    {
        var pointers = new List<JsonPointer>();
        foreach (var text in (reader.Optional(key) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (JsonPointer.Parse(text) is not { } pointer)
            {
                reader.Error(key, "must be JSON pointers (RFC 6901) separated by spaces, such as /messages/0/id");
                break;
            }

            pointers.Add(pointer);
        }

        return pointers;
    }

    private static string[] ReadList(ConfigurationReader reader, string key) =>
        (reader.Optional(key) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool TryReadStatus(string text, int min, int max, out int status) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status)
        && status >= min
        && status <= max;
}
