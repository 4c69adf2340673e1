using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Text;

namespace SmsGateway.CarrierSimulator.GatewayCalls;

/// <summary>
/// The section <c>Simulator:Gateway</c>: whose dead letters the page shows, and through whom it sends test messages, if any.
/// A class, not a record: nothing prints its secrets.
/// </summary>
internal sealed class GatewayOptions : IValidatableObject
{
    [RequiredWith(nameof(OperatorsKey), nameof(SigningSecret))]
    public Uri? Address { get; set; }

    /// <summary>Sent to the gateway as <c>x-functions-key</c>; never to the browser.</summary>
    public string? OperatorsKey { get; set; }

    /// <summary>Of the caller as whom test messages are sent.</summary>
    [RequiredWith(nameof(SigningSecret), nameof(Audience))]
    public string? Subject { get; set; }

    /// <summary>Likewise.</summary>
    [RequiredWith(nameof(SigningSecret), nameof(Subject))]
    public string? Audience { get; set; }

    /// <summary>Signs test messages with HS256. Leaves this process in no form but a signature.</summary>
    [RequiredWith(nameof(Subject), nameof(Audience))]
    public string? SigningSecret { get; set; }

    [EnumDataType(typeof(SecretForm))]
    public SecretForm SigningSecretEncoding { get; set; }

    /// <summary>The secret's bytes; null when there is none, or none that can be read.</summary>
    public byte[]? SigningKey()
    {
        if (SigningSecret is null || SigningSecretEncoding == SecretForm.Utf8)
        {
            return SigningSecret is null ? null : Encoding.UTF8.GetBytes(SigningSecret);
        }

        // The gateway takes both alphabets, too.
        var text = SigningSecret.Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
    }

    /// <summary>Neither the operators' key nor anybody's message may cross a network in clear.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (
            Address
            is not (
                null
                or { IsAbsoluteUri: true, Scheme: "https" }
                or { IsAbsoluteUri: true, Scheme: "http", IsLoopback: true }
            )
        )
        {
            yield return new(
                "The field Address must be an absolute https address, or an http one on this machine.",
                [nameof(Address)]
            );
        }

        if (SigningSecret is not null && SigningKey() is null)
        {
            yield return new("The value is not base64url, though its encoding says so.", [nameof(SigningSecret)]);
        }
    }
}

/// <summary>How a signing secret is written; as the gateway's setting of the same name.</summary>
internal enum SecretForm
{
    /// <summary>The text itself.</summary>
    Utf8,

    /// <summary>What Auth0 calls <c>secret_base64_encoded</c>.</summary>
    Base64Url,
}
