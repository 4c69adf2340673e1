using SmsGateway.Configuration;

namespace SmsGateway.Notifications;

/// <summary>Section <c>Gateway:Notify</c>.</summary>
public sealed record NotifyOptions
{
    /// <summary>The setting, as texts name it.</summary>
    public const string SecretSetting = "Gateway__Notify__SecretName";

    /// <value>Where notices are posted to; null (default): nowhere.</value>
    public Uri? Url { get; init; }

    /// <value>Name of the secret that signs them, as Standard Webhooks has it; always there with <see cref="Url"/>.</value>
    public string? SecretName { get; init; }

    public static NotifyOptions Read(ConfigurationReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var options = new NotifyOptions
        {
            Url = reader.Endpoint(nameof(Url)),
            SecretName = reader.Optional(nameof(SecretName)),
        };
        if (reader.Has(nameof(Url)) && options.SecretName is null)
        {
            reader.Error(nameof(SecretName), "is required with Url: a receiver must be able to tell who posts");
        }

        if (!reader.Has(nameof(Url)) && options.SecretName is not null)
        {
            reader.Error(nameof(Url), "is required with SecretName");
        }

        reader.RejectUnknownKeys();
        return options;
    }
}
