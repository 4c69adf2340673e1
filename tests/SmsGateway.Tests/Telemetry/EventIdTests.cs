using System.Reflection;
using Microsoft.Extensions.Logging;
using SmsGateway.Azure.Storage;
using SmsGateway.CarrierSimulator;
using SmsGateway.Embedded;
using SmsGateway.Host;
using SmsGateway.Telemetry;
using Xunit;

namespace SmsGateway.Tests.Telemetry;

/// <summary>Alerts and documents name log events by their number alone.</summary>
public sealed class EventIdTests
{
    private static readonly Type[] OneOfEachAssembly =
    [
        typeof(GatewayTelemetry),
        typeof(StorageSendQueue),
        typeof(EmbeddedStore),
        typeof(SmsGateway.Functions.AcceptMessage),
        typeof(HostApp),
        typeof(SimulatorApp),
    ];

    [Fact]
    public void No_two_log_messages_have_one_event_id()
    {
        var messages = OneOfEachAssembly
            .SelectMany(type => type.Assembly.GetTypes())
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Static
                        | BindingFlags.Instance
                        | BindingFlags.Public
                        | BindingFlags.NonPublic
                        | BindingFlags.DeclaredOnly
                )
            )
            .Select(method =>
                (
                    Method: $"{method.DeclaringType!.FullName}.{method.Name}",
                    method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId
                )
            )
            .Where(message => message.EventId is not null)
            .ToList();

        Assert.True(messages.Count >= 30, "The attributes are no longer found.");
        Assert.Empty(
            messages
                .GroupBy(message => message.EventId)
                .Where(group => group.Count() > 1)
                .Select(group => $"{group.Key}: {string.Join(", ", group.Select(message => message.Method))}")
        );
    }
}
