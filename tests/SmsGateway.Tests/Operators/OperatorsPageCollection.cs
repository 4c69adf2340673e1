using SmsGateway.Tests.Host;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>The tests of the operators' page in a browser: at one gateway, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class OperatorsPageCollection : ICollectionFixture<GatewayFixture>
{
    public const string Name = "The operators' page in a browser";
}
