using System.Buffers.Binary;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>The message id that the gateway sends in <c>X-Correlation-Id</c>: a UUID of version 7 as 32 hexadecimal digits.</summary>
internal static class CorrelationId
{
    public const string HeaderName = "X-Correlation-Id";

    public static Guid? Read(HttpRequest request) =>
        request.Headers[HeaderName] is [{ Length: 32 } text] && Guid.TryParseExact(text, "N", out var id) ? id : null;

    /// <summary>The moment of acceptance, which version 7 carries in its first 48 bits (RFC 9562, section 5.7).</summary>
    public static DateTimeOffset? AcceptedAt(Guid id)
    {
        if (id.Version != 7)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }
}
