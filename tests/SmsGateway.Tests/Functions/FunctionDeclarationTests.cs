using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using SmsGateway.Functions;
using Xunit;

namespace SmsGateway.Tests.Functions;

public sealed class FunctionDeclarationTests
{
    /// <summary>What the worker's source generator will find.</summary>
    private static readonly MethodInfo[] Functions =
    [
        .. from type in typeof(AcceptMessage).Assembly.GetTypes()
        from method in type.GetMethods(
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic
        )
        where method.GetCustomAttribute<FunctionAttribute>() is not null
        select method,
    ];

    [Fact]
    public void The_triggers_are_these()
    {
        string[] expected =
        [
            "AcceptMessage: post sms, Anonymous",
            "DeleteAllow: delete admission/allows, Function",
            "DeleteBlock: delete admission/blocks, Function",
            "DeleteDeadLetter: delete dead-letters/{id}, Function",
            "DeliverMessage: queue sms-send of Store",
            "FindMessages: get messages, Function",
            "Health: get|head health, Anonymous",
            "ListAllows: get admission/allows, Function",
            "ListBlocks: get admission/blocks, Function",
            "ListDeadLetters: get dead-letters, Function",
            "ListDecisions: get admission/decisions, Function",
            "OpenApi: get openapi.json, Anonymous",
            "OperatorsPage: get|head operators/{*path}, Anonymous",
            "PutAllow: put admission/allows, Function",
            "PutBlock: put admission/blocks, Function",
            "RecordPoison: queue sms-send-poison of Store",
            "ReplayDeadLetter: post dead-letters/{id}/replay, Function",
            "ShowDeadLetter: get dead-letters/{id}, Function",
            "ShowMessage: get messages/{id}, Function",
            "ShowStats: get stats, Function",
            "TestAdmission: post admission/test, Function",
        ];

        Assert.Equal(expected, Functions.Select(Describe).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_function_is_a_public_method()
    {
        Assert.All(Functions, method => Assert.True(method.IsPublic && !method.IsStatic, method.Name));
    }

    [Fact]
    public void Every_function_class_is_public() =>
        Assert.All(Functions, method => Assert.True(method.DeclaringType!.IsPublic, method.DeclaringType.Name));

    [Fact]
    public void A_route_parameter_is_a_parameter_of_its_function()
    {
        foreach (var method in Functions)
        {
            var parameters = method.GetParameters();
            var route = parameters[0].GetCustomAttribute<HttpTriggerAttribute>()?.Route ?? "";
            Assert.Equal(
                route.Contains("{id}", StringComparison.Ordinal),
                parameters.Any(parameter => parameter.Name == "id" && parameter.ParameterType == typeof(string))
            );
        }
    }

    [Fact]
    public void Every_function_class_finds_its_dependencies()
    {
        using var app = new AppInMemory();

        foreach (var type in Functions.Select(method => method.DeclaringType!).Distinct())
        {
            Assert.IsType(type, app.Function(type));
        }
    }

    private static string Describe(MethodInfo method)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var trigger = method.GetParameters()[0];
        if (trigger.GetCustomAttribute<HttpTriggerAttribute>() is { } http)
        {
            return $"{name}: {string.Join('|', http.Methods ?? [])} {http.Route}, {http.AuthLevel}";
        }

        var queue = trigger.GetCustomAttribute<QueueTriggerAttribute>()!;
        return $"{name}: queue {queue.QueueName} of {queue.Connection}";
    }
}
