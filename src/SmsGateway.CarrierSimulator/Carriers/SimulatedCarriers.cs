using System.Collections.Immutable;
using SmsGateway.CarrierSimulator.Carriers.AzureCommunication;
using SmsGateway.CarrierSimulator.Carriers.EightByEight;
using SmsGateway.CarrierSimulator.Carriers.Infobip;
using SmsGateway.CarrierSimulator.Carriers.MessageMedia;
using SmsGateway.CarrierSimulator.Carriers.Plivo;
using SmsGateway.CarrierSimulator.Carriers.Sinch;
using SmsGateway.CarrierSimulator.Carriers.Telnyx;
using SmsGateway.CarrierSimulator.Carriers.Twilio;
using SmsGateway.CarrierSimulator.Carriers.Vonage;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>Every carrier: a folder with two files, and a line here.</summary>
internal sealed class SimulatedCarriers
{
    public SimulatedCarriers(SimulatorSettings settings, TimeProvider time)
    {
        All =
        [
            Create<TwilioOptions>("twilio", "Twilio", options => new TwilioApi(options)),
            Create<MessageMediaOptions>("messagemedia", "MessageMedia", options => new MessageMediaApi(options)),
            Create<EightByEightOptions>("8x8", "EightByEight", options => new EightByEightApi(options, time)),
            Create<EightByEightVoiceOptions>(
                "8x8-voice",
                "EightByEightVoice",
                options => new EightByEightVoiceApi(options, time)
            ),
            Create<VonageOptions>("vonage", "Vonage", options => new VonageApi(options, time)),
            Create<InfobipOptions>("infobip", "Infobip", options => new InfobipApi(options)),
            Create<SinchOptions>("sinch", "Sinch", options => new SinchApi(options)),
            Create<TelnyxOptions>("telnyx", "Telnyx", options => new TelnyxApi(options)),
            Create<AzureCommunicationOptions>(
                "azure",
                "AzureCommunication",
                options => new AzureCommunicationApi(options)
            ),
            Create<PlivoOptions>("plivo", "Plivo", options => new PlivoApi(options)),
        ];

        Carrier Create<T>(string name, string section, Func<T, ICarrierApi> create)
            where T : class, new()
        {
            var options = settings.Read<T>(section);
            return new Carrier
            {
                Name = name,
                Section = section,
                Api = create(options ?? new T()),
                IsConfigured = options is not null,
            };
        }
    }

    public ImmutableArray<Carrier> All { get; }

    public Carrier? Find(string? name) =>
        All.FirstOrDefault(carrier =>
            carrier.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || carrier.Section.Equals(name, StringComparison.OrdinalIgnoreCase)
        );
}
