using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>Runs after the other tests, one at a time: these start processes that use the whole machine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BlackBoxCollection
{
    public const string Name = "Black box";
}
