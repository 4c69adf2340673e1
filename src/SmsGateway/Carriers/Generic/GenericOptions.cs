using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Generic;

/// <summary>Settings of a carrier of kind Http: any provider that takes one text in one request and answers with JSON.</summary>
/// <param name="Name">The carrier's configured name.</param>
/// <param name="BaseAddress">Has no default.</param>
/// <param name="From">Sender when the message has none.</param>
/// <param name="AlwaysUseFrom">Ignore the message's sender.</param>
/// <param name="Request">What is sent.</param>
/// <param name="Answer">What the answers mean.</param>
internal sealed record GenericOptions(
    string Name,
    Uri BaseAddress,
    Sender? From,
    bool AlwaysUseFrom,
    RequestTemplate Request,
    AnswerRules Answer
) : CarrierOptions(Name, BaseAddress, From, AlwaysUseFrom)
{
    private const string NotSet = "https://not-set.invalid/";

    public override IReadOnlyDictionary<string, string> SecretNames { get; } = Request.SecretNames();

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets) => new GenericCarrier(this, http, secrets);

    public static GenericOptions Read(ConfigurationReader reader)
    {
        reader.Required("BaseAddress");
        var request = RequestTemplate.Read(reader);
        var from = reader.Sender("From");
        if ((from is not null || reader.Has("Senders")) && !request.Names("sender", "senderDigits"))
        {
            reader.Warn(
                from is null ? "Senders" : "From",
                "is of no use: neither {sender} nor {senderDigits} stands in the request"
            );
        }

        var address = reader.Address("BaseAddress", NotSet);
        if (address.AbsolutePath == "/" && address.OriginalString != NotSet && reader.Template("Path") is null)
        {
            reader.Error("Path", "is required where BaseAddress has no path");
        }

        return new GenericOptions(
            reader.Name,
            address,
            from,
            reader.Flag("AlwaysUseFrom", false),
            request,
            AnswerRules.Read(reader)
        );
    }
}
