using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SmsGateway.Secrets;

/// <summary>Comparison whose duration does not tell how much of the text was right.</summary>
public static class ConstantTime
{
    public static bool Equal(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        // Digests have one length, so not even the lengths of the texts show.
        Span<byte> leftHash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> rightHash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(left), leftHash);
        SHA256.HashData(MemoryMarshal.AsBytes(right), rightHash);
        return CryptographicOperations.FixedTimeEquals(leftHash, rightHash);
    }
}
