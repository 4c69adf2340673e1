using System.Reflection;
using Google.Protobuf.Reflection;
using SmsGateway.Testing.FunctionsHost.Rpc;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>The test host's part of the worker's protocol has the names, numbers and types of the published worker.</summary>
public sealed class WorkerProtocolTests
{
    private static readonly FileDescriptor[] Published =
    [
        .. Assembly
            .Load("Microsoft.Azure.Functions.Worker.Grpc")
            .GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>(),
    ];

    [Fact]
    public void Every_message_and_field_is_the_published_one()
    {
        var published = Published.SelectMany(file => Lines(file)).ToHashSet(StringComparer.Ordinal);
        string[] ours =
        [
            .. Lines(FunctionRpcReflection.Descriptor),
            .. Lines(NullableTypesReflection.Descriptor),
            .. Lines(ClaimsIdentityRpcReflection.Descriptor),
        ];

        Assert.True(ours.Length > 100, "the descriptors have fields");
        Assert.Subset(published, ours.ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Lines(FileDescriptor file) =>
        [
            .. file.MessageTypes.SelectMany(Lines),
            .. file
                .Services.SelectMany(service => service.Methods)
                .Select(method =>
                    $"{method.FullName}({method.InputType.FullName} {method.IsClientStreaming}) {method.OutputType.FullName} {method.IsServerStreaming}"
                ),
        ];

    private static IEnumerable<string> Lines(MessageDescriptor message) =>
        [
            .. message
                .Fields.InFieldNumberOrder()
                .Select(field =>
                    $"{message.FullName}.{field.Name} = {field.FieldNumber} {TypeOf(field)}{(field.IsRepeated ? " repeated" : "")} {field.RealContainingOneof?.Name}"
                ),
            .. message
                .EnumTypes.SelectMany(values => values.Values)
                .Select(value => $"{value.FullName} = {value.Number}"),
            .. message.NestedTypes.SelectMany(Lines),
        ];

    private static string TypeOf(FieldDescriptor field) =>
        field.FieldType switch
        {
            FieldType.Message => field.MessageType.FullName,
            FieldType.Enum => field.EnumType.FullName,
            var type => type.ToString(),
        };
}
