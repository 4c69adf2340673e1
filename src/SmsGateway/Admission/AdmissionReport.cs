using Microsoft.Extensions.Logging;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Telemetry;

namespace SmsGateway.Admission;

/// <summary>Tells of what admission decides: log, metrics, health, and what operators can look up.</summary>
internal sealed partial class AdmissionReport(
    AdmissionOptions options,
    AdmissionLedger ledger,
    IAdmissionStore? store,
    GatewayTelemetry telemetry,
    TimeProvider time,
    ILogger logger
)
{
    /// <summary>Of each second's refusals and near misses, how many can be looked up; all are counted.</summary>
    private const int RecordsPerSecond = 20;

    private readonly LogLimiter _log = new(time, RecordsPerSecond);
    private readonly LogLimiter _recorded = new(time, RecordsPerSecond);
    private volatile bool _isAway;

    /// <summary>For health: what is as it should be, and worth knowing.</summary>
    public IReadOnlyCollection<string> Notes =>
        options.Unverified != AdmissionMode.Off && !ledger.IsFed
            ?
            [
                "Admission: the rules on unverified codes rest, because nothing tells the gateway which codes were entered.",
            ]
            : [];

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>For health: what is not as it should be, right now.</summary>
    public IEnumerable<string> Lines()
    {
        if (_isAway)
        {
            yield return $"Admission: the store of the counters does not answer; {(options.WhenStoreIsAway == WhenStoreIsAway.Allow ? "this process goes by its own counts" : "nothing is accepted")}.";
        }

        foreach (var (rule, name, share) in ledger.NearlyUsed(Now))
        {
            yield return FormattableString.Invariant(
                $"Admission: {AdmissionRules.ReasonOf(rule)} {name}: {share:P0} of the day's budget is used."
            );
        }
    }

    /// <summary>Whether one more can be looked up in this second.</summary>
    public bool HasRoom() => _recorded.Allows(out _);

    /// <summary>Whether messages are decided on; told when that changes.</summary>
    public bool MayGoOn(bool isCurrent)
    {
        if (_isAway == isCurrent)
        {
            _isAway = !isCurrent;
            if (isCurrent)
            {
                Log.Back(logger);
            }
            else
            {
                Log.Away(logger, options.WhenStoreIsAway);
            }
        }

        return isCurrent || options.WhenStoreIsAway == WhenStoreIsAway.Allow;
    }

    /// <summary>Tells of a decision once it stands: log, metrics, and what operators can look up.</summary>
    public void Tell(AdmissionCase decided)
    {
        ArgumentNullException.ThrowIfNull(decided);
        if (decided.Refusal is { } refusal)
        {
            TellRefused(decided, refusal);
        }

        if (decided.Note is not { } note)
        {
            return;
        }

        if (!note.Recorded.IsEmpty)
        {
            foreach (var rule in note.Recorded.Rules)
            {
                telemetry.Admission(AdmissionRules.ReasonOf(rule), "recorded", note.Region);
            }
        }

        if (!note.Detail.IsEmpty)
        {
            ledger.Keep(note);
        }

        if (note.IsNearBudget && ledger.BringsNear(note) is var budget && budget != AdmissionRule.None)
        {
            Log.NearlyUsed(logger, AdmissionRules.ReasonOf(budget), note.Caller, note.Region);
            telemetry.Tell(
                NoticeTypes.BudgetNearlyUsed,
                new("reason", AdmissionRules.ReasonOf(budget)),
                new("caller", note.Caller),
                new("region", note.Region)
            );
        }
    }

    /// <summary>Writes a note for others; nobody waits for that.</summary>
    public void Share(AdmissionNote? note)
    {
        if (note is not null)
        {
            _ = WriteAsync(note);
        }
    }

    private void TellRefused(AdmissionCase decided, AdmissionRefusal refusal)
    {
        var request = decided.Request;
        telemetry.Admission(refusal.Reason, "refused", request.Region);
        if (decided.Note is { HeldUntil: > 0 } held)
        {
            telemetry.Admission(refusal.Reason, "held", request.Region);
            Log.Held(
                logger,
                request.Region,
                request.Recipient,
                DateTimeOffset.FromUnixTimeMilliseconds(held.HeldUntil)
            );
            telemetry.Tell(
                NoticeTypes.BlockHeld,
                new("region", request.Region),
                new("until", DateTimeOffset.FromUnixTimeMilliseconds(held.HeldUntil).ToString("O"))
            );
        }

        if (decided.Note is null && HasRoom())
        {
            // By a fixed rule, so nothing was counted for it; that it was refused can be looked up all the same.
            var keys = new AdmissionKeys(decided.Pen.Hash.Of(request.Recipient), Block: 0, Address: 0, User: 0);
            var note = new AdmissionNote(NoteKind.Refused, Now, request.Caller, request.Region, keys)
            {
                Rule = refusal.Rule,
                Message = request.Message,
                Detail = decided.Pen.Write(AdmissionRecord.DetailOf(request)),
            };
            ledger.Keep(note);
            Share(note);
        }

        if (_log.Allows(out var unlogged))
        {
            Log.Refused(
                logger,
                request.Caller,
                refusal.Reason,
                request.Recipient,
                request.Region,
                refusal.IsQuiet ? ", answered 200" : "",
                unlogged
            );
        }
    }

    private async Task WriteAsync(AdmissionNote note)
    {
        try
        {
            if (store is not null)
            {
                await store.WriteNoteAsync(note.Serialize(), CancellationToken.None);
            }
        }
        catch (StoreUnavailableException)
        {
            // Here it can be looked up, on other machines it cannot. Nothing is decided by it.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            110,
            LogLevel.Warning,
            "Not sent for {Caller}: {Reason}, to {Recipient} in {Region}{Answer}{Unlogged}"
        )]
        public static partial void Refused(
            ILogger logger,
            string caller,
            string reason,
            PhoneNumber recipient,
            string region,
            string answer,
            Unlogged unlogged
        );

        [LoggerMessage(
            111,
            LogLevel.Error,
            "Too many codes that nobody entered to the number block of {Recipient} in {Region}: it is held until {Until:u}"
        )]
        public static partial void Held(ILogger logger, string region, PhoneNumber recipient, DateTimeOffset until);

        [LoggerMessage(
            112,
            LogLevel.Warning,
            "{Reason}: four fifths of the day's budget are used (message from {Caller} to {Region})"
        )]
        public static partial void NearlyUsed(ILogger logger, string reason, string caller, string region);

        [LoggerMessage(
            113,
            LogLevel.Error,
            "What other gateways have counted cannot be read; until it can: {Setting} (Gateway__Admission__WhenStoreIsAway)"
        )]
        public static partial void Away(ILogger logger, WhenStoreIsAway setting);

        [LoggerMessage(114, LogLevel.Information, "What other gateways have counted can be read again")]
        public static partial void Back(ILogger logger);
    }
}
