using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using SmsGateway.Azure.Storage;
using SmsGateway.Configuration;

namespace SmsGateway.Tests.Infra;

/// <summary>The names that the code gives to what infra/ makes; read from the built code, never written down a second time.</summary>
internal static class CodeFacts
{
    /// <value>Functions that a queue triggers, by the name the platform knows them by.</value>
    public static IReadOnlyDictionary<string, QueueTriggerAttribute> QueueFunctions { get; } =
        (
            from method in Assembly.Load("SmsGateway.Functions").GetTypes().SelectMany(type => type.GetMethods())
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null
            from trigger in method
                .GetParameters()
                .SelectMany(parameter => parameter.GetCustomAttributes<QueueTriggerAttribute>())
            select (function.Name, trigger)
        ).ToDictionary(pair => pair.Name, pair => pair.trigger);

    /// <value>Queues that the gateway writes to or a function listens to.</value>
    public static IReadOnlyList<string> Queues { get; } =
    [
        .. QueueFunctions
            .Values.Select(trigger => trigger.QueueName)
            .Append(AzureStorageOptions.SendQueue)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<string> Containers { get; } = [AzureStorageOptions.DeadLetters];

    public static IReadOnlyList<string> Tables { get; } = [AzureStorageOptions.Admission];

    /// <value>Blobs that are kept until somebody changes them, with their container.</value>
    public static IReadOnlyList<string> KeptBlobs { get; } =
    [$"{AzureStorageOptions.DeadLetters}/{StorageAdmissionStore.Lists}"];

    /// <summary>"; did you mean x?" when one of the names is near.</summary>
    public static string Hint(string name, IEnumerable<string> known)
    {
        var near = known.MinBy(candidate => Spelling.Distance(candidate, name));
        return near is not null && Spelling.Distance(near, name) <= Math.Max(2, name.Length / 4)
            ? $"; did you mean '{near}'?"
            : "";
    }
}
