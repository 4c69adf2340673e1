using System.Text.Json.Serialization;
using SmsGateway.CarrierSimulator.Carriers;
using SmsGateway.CarrierSimulator.DeadLetters;
using SmsGateway.CarrierSimulator.Inbox;

namespace SmsGateway.CarrierSimulator;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InboxMessage[]))]
[JsonSerializable(typeof(IReadOnlyList<InboxMessage>))]
[JsonSerializable(typeof(StatsAnswer))]
[JsonSerializable(typeof(IEnumerable<MagicNumberRow>))]
[JsonSerializable(typeof(DeadLetterPanel))]
internal sealed partial class SimulatorJson : JsonSerializerContext;
