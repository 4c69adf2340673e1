using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using SmsGateway.Functions;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>The Functions app and the Host answer to the same addresses, and ask for a key at the same ones.</summary>
public sealed class BothHeadsTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private static readonly string Prefix = (string)
        JsonNode.Parse(RepositoryFiles.Read("host.json"))!["extensions"]!["http"]!["routePrefix"]!;

    private static readonly HttpTriggerAttribute[] Triggers =
    [
        .. typeof(AcceptMessage)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .OfType<HttpTriggerAttribute>(),
    ];

    /// <summary>What asks at one process: the platform watches its own, and nobody reaches a single one of them.</summary>
    private static readonly string[] OfHostAlone = ["/livez", "/readyz", "/metrics"];

    [Fact]
    public void They_have_the_same_addresses_but_for_what_is_asked_of_one_process()
    {
        var functions = Triggers.SelectMany(trigger =>
            trigger.Methods!.Select(method => $"{method.ToUpperInvariant()} {PathOf(trigger)}")
        );

        Assert.Equal(
            functions
                .Concat(OfHostAlone.SelectMany(path => new[] { $"GET {path}", $"HEAD {path}" }))
                .Order(StringComparer.Ordinal),
            gateway.Endpoints.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task They_ask_for_a_key_at_the_same_addresses()
    {
        foreach (var trigger in Triggers)
        {
            using var request = new HttpRequestMessage(
                new HttpMethod(trigger.Methods![0]),
                PathOf(trigger).Replace("{id}", "none", StringComparison.Ordinal)
            );
            request.Headers.TryAddWithoutValidation("Authorization", TokenFactory.Bearer(TokenFactory.Create()));
            request.Content = trigger.Methods[0] == "post" ? JsonContent.Create(new { }) : null;
            using var response = await gateway.Gateway.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(
                trigger.AuthLevel != AuthorizationLevel.Anonymous,
                response.StatusCode == HttpStatusCode.Unauthorized
            );
        }
    }

    /// <summary>Azure Functions has its prefix before everything; the Host's page is for people, and stands at its root.</summary>
    private static string PathOf(HttpTriggerAttribute trigger) =>
        trigger.Route!.StartsWith("operators/", StringComparison.Ordinal)
            ? $"/{trigger.Route}"
            : $"/{Prefix}/{trigger.Route}";
}
