using SmsGateway.CarrierSimulator.Carriers;

namespace SmsGateway.CarrierSimulator.Inbox;

/// <summary>What one carrier has seen, and its outage switch.</summary>
internal sealed class CarrierCounters
{
    private long _requests;
    private long _accepted;
    private volatile OutageMode _outage;

    public long Requests => Interlocked.Read(ref _requests);

    public long Accepted => Interlocked.Read(ref _accepted);

    public OutageMode Outage
    {
        get => _outage;
        set => _outage = value;
    }

    public void Count(bool accepted)
    {
        Interlocked.Increment(ref _requests);
        if (accepted)
        {
            Interlocked.Increment(ref _accepted);
        }
    }

    public void Reset()
    {
        Interlocked.Exchange(ref _requests, 0);
        Interlocked.Exchange(ref _accepted, 0);
    }
}
