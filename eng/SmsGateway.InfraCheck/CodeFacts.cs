using System.Reflection;
using SmsGateway.Azure.Storage;

namespace SmsGateway.InfraCheck;

/// <summary>A function as its attributes declare it.</summary>
/// <param name="Name">As the platform knows it.</param>
/// <param name="Trigger">The trigger attribute's name without its ending, such as <c>QueueTrigger</c>.</param>
/// <param name="Queue">What a queue trigger listens to.</param>
/// <param name="Connection">Prefix of the settings of its connection.</param>
internal sealed record FunctionFacts(string Name, string Trigger, string? Queue, string? Connection);

/// <summary>The names that the code gives to what infra/ makes; read from the built code, never written down a second time.</summary>
internal static class CodeFacts
{
    public static IReadOnlyList<FunctionFacts> Functions { get; } = [.. ReadFunctions()];

    /// <value>Queues that the gateway writes to or a function listens to.</value>
    public static IReadOnlyList<string> Queues { get; } =
        [.. Functions.Select(function => function.Queue).OfType<string>().Append(AzureStorageOptions.SendQueue).Distinct().Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Containers { get; } = [AzureStorageOptions.DeadLetters];

    /// <value>Texts in attributes that the platform replaces by a setting: <c>%Name%</c>.</value>
    public static IReadOnlyList<string> ExpectedSettings { get; } =
        [.. Functions.SelectMany(function => new[] { function.Queue, function.Connection }).OfType<string>().SelectMany(Placeholders).Distinct()];

    /// <summary>
    /// By names and without instances of the attributes: their types are the worker's in one mode of FunctionsWorker, and this
    /// repository's own declarations in the other.
    /// </summary>
    private static IEnumerable<FunctionFacts> ReadFunctions()
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var method in Assembly.Load("SmsGateway.Functions").GetTypes().SelectMany(type => type.GetMethods(all)))
        {
            if (method.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "FunctionAttribute") is not { } function)
            {
                continue;
            }

            var trigger = method.GetParameters().SelectMany(parameter => parameter.CustomAttributes)
                .First(attribute => attribute.AttributeType.Name.EndsWith("TriggerAttribute", StringComparison.Ordinal));
            var kind = trigger.AttributeType.Name[..^"Attribute".Length];
            yield return new FunctionFacts(
                (string)function.ConstructorArguments[0].Value!,
                kind,
                kind == "QueueTrigger" ? (string?)trigger.ConstructorArguments[0].Value : null,
                (string?)trigger.NamedArguments.FirstOrDefault(argument => argument.MemberName == "Connection").TypedValue.Value);
        }
    }

    private static IEnumerable<string> Placeholders(string text) => text.Split('%').Where((_, i) => i % 2 == 1);
}
