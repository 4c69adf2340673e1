using SmsGateway.Admission;

namespace SmsGateway.Tests.Admission;

/// <summary>Knows what a test tells it.</summary>
internal sealed class FakeConversions : IConversions
{
    public Verified Region { get; set; }

    public Verified Block { get; set; }

    public Verified Address { get; set; }

    public bool IsFed => true;

    public Verified OfRegion(string region) => Region;

    public Verified OfBlock(string block) => Block;

    public Verified OfAddress(string address) => Address;
}
