using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace SmsGateway.Acceptance;

/// <summary>
/// The claims the gateway looks at, read once and strictly: a claim of the wrong type or given twice makes the token
/// unreadable. The library checks the signature over exactly the segment that was read here.
/// </summary>
internal sealed record TokenClaims(
    string Algorithm,
    string Subject,
    IReadOnlyList<string> Audiences,
    double? Expires,
    double? NotBefore,
    double? IssuedAt)
{
    /// <summary>Header values are limited to 32 KB by the server; a token of ours or Auth0's is under 1 KB.</summary>
    public const int MaxTokenLength = 8 * 1024;

    /// <returns>Null when the token is not a readable signed token.</returns>
    public static TokenClaims? Read(ReadOnlySpan<char> token)
    {
        var first = token.IndexOf('.');
        var last = token.LastIndexOf('.');
        if (token.Length > MaxTokenLength || first <= 0 || last == first || token[(first + 1)..last].Contains('.') || last == token.Length - 1)
        {
            return null;
        }

        try
        {
            var algorithm = ReadHeader(token[..first]);
            return algorithm is null ? null : ReadPayload(token[(first + 1)..last], algorithm);
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

    private static TokenClaims ReadPayload(ReadOnlySpan<char> segment, string algorithm)
    {
        var bytes = Decode(segment);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 32 });
        string? subject = null;
        List<string>? audiences = null;
        double? expires = null, notBefore = null, issuedAt = null;
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
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        ExpectEnd(ref reader);
        return new TokenClaims(algorithm, subject ?? "", audiences ?? [], expires, notBefore, issuedAt);
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

    private static byte[] Decode(ReadOnlySpan<char> segment)
    {
        if (segment.ContainsAnyExcept(Base64UrlCharacters))
        {
            throw new FormatException();
        }

        return Base64Url.DecodeFromChars(segment);
    }

    private static readonly SearchValues<char> Base64UrlCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
