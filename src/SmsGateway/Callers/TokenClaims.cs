using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace SmsGateway.Callers;

/// <summary>
/// The claims the gateway looks at, read once and strictly: a claim of the wrong type or given twice makes the token
/// unreadable; only <c>jti</c> and <c>body_sha256</c>, which no token needs, may be of another type and are then none. The
/// signature is checked over exactly the text that was read here.
/// </summary>
/// <param name="Algorithm"><c>alg</c> of the header.</param>
/// <param name="Subject"><c>sub</c>; empty when there is none.</param>
/// <param name="Audiences"><c>aud</c>, one text or several.</param>
/// <param name="Expires"><c>exp</c> in seconds since 1970, if given.</param>
/// <param name="NotBefore"><c>nbf</c>, likewise.</param>
/// <param name="IssuedAt"><c>iat</c>, likewise.</param>
/// <param name="Id"><c>jti</c>, if it is a text with anything in it.</param>
/// <param name="BodyHash"><c>body_sha256</c>, if it is a text.</param>
/// <param name="Signed">What the signature is over.</param>
/// <param name="Signature">The signature.</param>
internal sealed record TokenClaims(
    string Algorithm,
    string Subject,
    IReadOnlyList<string> Audiences,
    double? Expires,
    double? NotBefore,
    double? IssuedAt,
    string? Id,
    string? BodyHash,
    byte[] Signed,
    byte[] Signature
)
{
    /// <summary>Header values are limited to 32 KB by the server; a token of ours or Auth0's is under 1 KB.</summary>
    public const int MaxTokenLength = 8 * 1024;

    /// <returns>Null when the token is not a readable signed token.</returns>
    public static TokenClaims? Read(ReadOnlySpan<char> token)
    {
        var first = token.IndexOf('.');
        var last = token.LastIndexOf('.');
        if (
            token.Length > MaxTokenLength
            || first <= 0
            || last == first
            || token[(first + 1)..last].Contains('.')
            || last == token.Length - 1
        )
        {
            return null;
        }

        try
        {
            var signature = DecodeSignature(token[(last + 1)..]);
            return ReadHeader(token[..first]) is { } algorithm
                ? ReadPayload(token[(first + 1)..last], algorithm, Ascii(token[..last]), signature)
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? ReadHeader(ReadOnlySpan<char> segment)
    {
        var bytes = Decode(segment);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 4 });
        string? algorithm = null;
        ReadObjectStart(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("alg"u8))
            {
                algorithm = Once(algorithm, ReadString(ref reader));
            }
            else if (reader.ValueTextEquals("crit"u8) || reader.ValueTextEquals("zip"u8))
            {
                // RFC 7515, 4.1.11: extensions that are not understood must be refused.
                throw new FormatException();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        ExpectEnd(ref reader);
        return algorithm;
    }

    private static TokenClaims ReadPayload(
        ReadOnlySpan<char> segment,
        string algorithm,
        byte[] signed,
        byte[] signature
    )
    {
        var bytes = Decode(segment);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 32 });
        string? subject = null;
        List<string>? audiences = null;
        double? expires = null,
            notBefore = null,
            issuedAt = null;
        string? id = null,
            bodyHash = null;
        ReadObjectStart(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("sub"u8))
            {
                subject = Once(subject, ReadString(ref reader));
            }
            else if (reader.ValueTextEquals("aud"u8))
            {
                audiences = Once(audiences, ReadAudiences(ref reader));
            }
            else if (reader.ValueTextEquals("exp"u8))
            {
                expires = ReadDate(ref reader, expires);
            }
            else if (reader.ValueTextEquals("nbf"u8))
            {
                notBefore = ReadDate(ref reader, notBefore);
            }
            else if (reader.ValueTextEquals("iat"u8))
            {
                issuedAt = ReadDate(ref reader, issuedAt);
            }
            else if (reader.ValueTextEquals("jti"u8))
            {
                id = ReadText(ref reader, id);
            }
            else if (reader.ValueTextEquals("body_sha256"u8))
            {
                bodyHash = ReadText(ref reader, bodyHash);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        ExpectEnd(ref reader);
        return new TokenClaims(
            algorithm,
            subject ?? "",
            audiences ?? [],
            expires,
            notBefore,
            issuedAt,
            string.IsNullOrEmpty(id) ? null : id,
            bodyHash,
            signed,
            signature
        );
    }

    private static List<string> ReadAudiences(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return [reader.GetString()!];
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException();
        }

        var audiences = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            audiences.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new FormatException());
        }

        return audiences;
    }

    private static double ReadDate(ref Utf8JsonReader reader, double? earlier)
    {
        reader.Read();
        return earlier is null && reader.TokenType == JsonTokenType.Number && double.IsFinite(reader.GetDouble())
            ? reader.GetDouble()
            : throw new FormatException();
    }

    /// <returns>Null for another type than a text.</returns>
    private static string? ReadText(ref Utf8JsonReader reader, string? earlier)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return Once(earlier, reader.GetString()!);
        }

        reader.Skip();
        return earlier;
    }

    private static string ReadString(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new FormatException();
    }

    private static T Once<T>(T? earlier, T value)
        where T : class => earlier is null ? value : throw new FormatException();

    private static void ReadObjectStart(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException();
        }
    }

    private static void ExpectEnd(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
        {
            throw new FormatException();
        }
    }

    /// <summary>One signature has one text: the bits that base64url leaves unused in the last character must be zero.</summary>
    private static byte[] DecodeSignature(ReadOnlySpan<char> segment)
    {
        var signature = Decode(segment);
        return segment.SequenceEqual(Base64Url.EncodeToString(signature)) ? signature : throw new FormatException();
    }

    private static byte[] Ascii(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length];
        Encoding.ASCII.GetBytes(text, bytes);
        return bytes;
    }

    private static byte[] Decode(ReadOnlySpan<char> segment)
    {
        if (segment.ContainsAnyExcept(Base64UrlCharacters))
        {
            throw new FormatException();
        }

        return Base64Url.DecodeFromChars(segment);
    }

    private static readonly SearchValues<char> Base64UrlCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    );
}
