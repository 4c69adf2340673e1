using System.Net;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Admission;
using SmsGateway.Messages;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Pumping;

/// <summary>One attack on one gateway, by a clock that is moved: ten minutes take seconds.</summary>
internal sealed class PumpingRun(PumpingPlan plan, PumpingSetting setting, int seed, TimeSpan duration)
{
    /// <summary>What comes within it is posted at once.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private static readonly DateTimeOffset Start = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly PriorityQueue<CodeRequest, TimeSpan> _entered = new();
    private readonly FedConversions? _conversions = setting.IsFed ? new FedConversions() : null;
    private readonly PumpingRow _row = new(plan, setting);

    /// <param name="folder">Does not exist; is gone afterwards.</param>
    public async Task<PumpingRow> PlayAsync(string folder, CancellationToken cancellationToken)
    {
        await using (var gateway = new SimulatedGateway(folder, _clock, setting.Settings, _conversions))
        {
            // Each part has randomness of its own, so that the honest users are the same beside every attack.
            var requests = new Queue<CodeRequest>(
                plan.Requests(new Random(seed), duration)
                    .Concat(HonestUsers.Requests(new Random(seed + 1), duration, plan))
                    .OrderBy(request => request.At)
            );
            for (var now = Step; requests.Count > 0; now += Step)
            {
                _clock.SetUtcNow(Start + now);
                await TellEnteredAsync(gateway, now, cancellationToken);
                await PostAsync(gateway, requests, now, cancellationToken);
                if (!setting.Enforces && !_row.IsHeld)
                {
                    await LookAtRecordsAsync(gateway, cancellationToken);
                }
            }
        }

        Directory.Delete(folder, recursive: true);
        return _row;
    }

    private async Task PostAsync(
        SimulatedGateway gateway,
        Queue<CodeRequest> requests,
        TimeSpan now,
        CancellationToken cancellationToken
    )
    {
        var posting = new List<(CodeRequest Request, Task<string?> Answer)>();
        while (requests.TryPeek(out var next) && next.At < now)
        {
            posting.Add((requests.Dequeue(), gateway.PostAsync(next, cancellationToken)));
        }

        foreach (var (request, answer) in posting)
        {
            var refusedBy = await answer;
            _row.Add(request, refusedBy);
            if (_conversions is not null && refusedBy is null && request.EnteredAfter is { } after)
            {
                _entered.Enqueue(request, now + after + FedConversions.Lag);
            }
        }
    }

    private async Task TellEnteredAsync(SimulatedGateway gateway, TimeSpan now, CancellationToken cancellationToken)
    {
        var telling = new List<Task>();
        while (_entered.TryPeek(out var request, out var known) && known <= now)
        {
            _entered.Dequeue();
            var told = RequestOf(gateway.Caller, request);
            _conversions!.Add(told, request.Recipient[..^4]);
            telling.Add(gateway.Admission.VerifiedAsync(told, cancellationToken).AsTask());
        }

        await Task.WhenAll(telling);
    }

    private async Task LookAtRecordsAsync(SimulatedGateway gateway, CancellationToken cancellationToken)
    {
        foreach (var record in await gateway.Admission.RecordsAsync(new AdmissionQuery(), cancellationToken))
        {
            _row.Recorded(record.Rule, record.At - Start);
        }
    }

    private static AdmissionRequest RequestOf(string caller, CodeRequest request) =>
        PhoneNumber.TryParse(request.Recipient, out var recipient)
            ? new AdmissionRequest(caller, recipient, recipient.Region, IPAddress.Parse(request.Ip), null)
            : throw new HarnessException("A number of the simulation is none.");
}
