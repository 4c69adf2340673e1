using System.Text.Json.Serialization;

namespace SmsGateway.Cli.Auth0.State;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ConnectionState))]
[JsonSerializable(typeof(ActionState))]
internal sealed partial class StateJson : JsonSerializerContext;
