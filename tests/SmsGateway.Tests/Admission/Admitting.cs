using System.Globalization;
using System.Net;
using SmsGateway.Admission;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.Admission;

/// <summary>Limits, counts and requests with defaults; a test names only what matters to it.</summary>
internal static class Admitting
{
    /// <summary>A full hour, when most of these tests start.</summary>
    public static readonly long Start = Samples.Start.ToUnixTimeMilliseconds();

    public static AdmissionLimit PerHour(int limit, AdmissionMode mode = AdmissionMode.Enforce) =>
        new() { Mode = mode, PerHour = limit };

    public static AdmissionLimit PerDay(int limit, AdmissionMode mode = AdmissionMode.Enforce) =>
        new() { Mode = mode, PerDay = limit };

    public static AdmissionLimit Bucket(int burst, TimeSpan refill, AdmissionMode mode = AdmissionMode.Enforce) =>
        new()
        {
            Mode = mode,
            Burst = burst,
            Refill = refill,
        };

    /// <summary>What a count is after so many at one time.</summary>
    public static Usage Counted(int count, AdmissionLimit limit, long? at = null)
    {
        var usage = new Usage();
        for (var i = 0; i < count; i++)
        {
            usage.Add(at ?? Start, limit);
        }

        return usage;
    }

    public static AdmissionRequest Request(string number = "+4915100000000", string? ip = null, string? user = null)
    {
        var recipient = Samples.ParseNumber(number);
        return new AdmissionRequest(
            Samples.Caller,
            recipient,
            recipient.Region,
            ip is null ? null : IPAddress.Parse(ip),
            user
        );
    }

    /// <summary>One of a block's numbers.</summary>
    public static string Number(int line, int block = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"+49151{block:D4}{line:D4}");
}
