using System.Security.Cryptography;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Host;

/// <summary>
/// Names keys in the log: eight digits that are the same in every process and after every start. They are slow to make and say
/// little, so that they are of no help to whoever guesses; each is made once.
/// </summary>
internal sealed class KeyNames
{
    private const int Iterations = 100_000;
    private const int Bytes = 4;

    private volatile Names? _last;

    /// <param name="versions">Of the secret.</param>
    /// <param name="isCurrent">The current one's name, or the previous one's.</param>
    public string Of(SecretVersions versions, bool isCurrent)
    {
        if (_last is not { } names || !ReferenceEquals(names.Versions, versions))
        {
            _last = names = new Names(
                versions,
                NameOf(versions.Current),
                versions.Previous is { } previous ? NameOf(previous) : ""
            );
        }

        return isCurrent ? names.Current : names.Previous;
    }

    private static string NameOf(Sensitive key) =>
        "key "
        + Convert.ToHexStringLower(
            Rfc2898DeriveBytes.Pbkdf2(
                key.Reveal(),
                "the operators' key of an SMS gateway"u8,
                Iterations,
                HashAlgorithmName.SHA256,
                Bytes
            )
        );

    private sealed record Names(SecretVersions Versions, string Current, string Previous);
}
