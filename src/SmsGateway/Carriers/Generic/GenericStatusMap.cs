using System.Text.Json;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;

namespace SmsGateway.Carriers.Generic;

/// <summary>
/// An answer to outcome, by rules of the configuration. What they do not list goes by the status: nothing is rejected for every
/// carrier that nobody has listed as such.
/// </summary>
internal static class GenericStatusMap
{
    /// <summary>Shorter ones are in many texts and numbers by chance, and show nothing of them.</summary>
    private const int ShortestEcho = 4;

    /// <summary>The end of a number, which is the same with and without its country and area.</summary>
    private const int NationalDigits = 8;

    /// <param name="response">The carrier's.</param>
    /// <param name="rules">What is configured.</param>
    /// <param name="message">What was sent, of which nothing may be recorded.</param>
    public static SendOutcome Map(CarrierResponse response, AnswerRules rules, CarrierMessage message)
    {
        using var answer = Parse(response.Body);
        var code = Text(answer, rules.Code);
        var id = Recordable(Text(answer, rules.Id), message);
        if (rules.Listed(code) is { } meaning)
        {
            return Outcome(meaning, CarrierResponse.CleanCode(code) ?? ByStatus(response), id, response);
        }

        if (rules.Listed(ByStatus(response)) is { } meaningOfStatus)
        {
            return Outcome(meaningOfStatus, Recordable(code, message) ?? ByStatus(response), id, response);
        }

        if (!rules.IsSuccess(response.Status))
        {
            return response.ByStatus(Recordable(code, message));
        }

        if (rules.Success.Count > 0 && Text(answer, rules.Success) is var said && !rules.IsSuccess(said))
        {
            return said is null
                ? response.ByStatus()
                : new SendOutcome.Refused(
                    Recordable(code ?? said, message) ?? ByStatus(response),
                    "not taken, within a success status"
                );
        }

        return rules.Id.Count > 0 && Text(answer, rules.Id) is null
            ? response.ByStatus()
            : new SendOutcome.Accepted(id);
    }

    private static SendOutcome Outcome(CodeMeaning meaning, string code, string? id, CarrierResponse response) =>
        meaning switch
        {
            CodeMeaning.Accepted => new SendOutcome.Accepted(id),
            CodeMeaning.Rejected => new SendOutcome.Rejected(code, "recipient or text rejected, by RejectedCodes"),
            CodeMeaning.Landline => new SendOutcome.Rejected(code, "recipient takes no texts, by LandlineCodes")
            {
                IsLandline = true,
            },
            CodeMeaning.MessageRefused => new SendOutcome.Refused(code, "message refused, by MessageRefusedCodes")
            {
                OfThisMessage = true,
            },
            CodeMeaning.Refused => new SendOutcome.Refused(code, "request refused, by RefusedCodes"),
            CodeMeaning.Credentials => new SendOutcome.Refused(
                code,
                "credentials refused, by CredentialsCodes",
                Credentials: true
            ),
            CodeMeaning.Throttled => new SendOutcome.Throttled(
                code,
                "too many requests, by ThrottledCodes",
                response.RetryAfter
            ),
            _ => new SendOutcome.Unavailable(code, "the carrier failed, by UnavailableCodes"),
        };

    private static string ByStatus(CarrierResponse response) => $"http-{response.Status}";

    private static string? Text(JsonDocument? answer, IReadOnlyList<JsonPointer> pointers)
    {
        foreach (var pointer in pointers)
        {
            if (answer is not null && pointer.Text(answer.RootElement) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>Where a pointer leads is the operator's choice: what repeats the message is no code and no id.</summary>
    private static string? Recordable(string? text, CarrierMessage message) =>
        CarrierResponse.CleanCode(text) is { } clean && !Echoes(clean, message.Message) ? clean : null;

    /// <summary>In whatever spelling: the number without its country, the code in groups.</summary>
    private static bool Echoes(string text, SmsMessage message)
    {
        var body = message.Body.Reveal();
        var digits = Digits(text);
        var number = message.Recipient.Digits;
        return (text.Length >= ShortestEcho && body.Contains(text, StringComparison.OrdinalIgnoreCase))
            || (
                digits.Length >= ShortestEcho
                && (
                    number.Contains(digits, StringComparison.Ordinal)
                    || digits.Contains(number[^Math.Min(number.Length, NationalDigits)..], StringComparison.Ordinal)
                    || Digits(body).Contains(digits, StringComparison.Ordinal)
                    || (
                        Digits(message.Code?.Reveal() ?? "") is { Length: >= ShortestEcho } code
                        && digits.Contains(code, StringComparison.Ordinal)
                    )
                )
            );
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
