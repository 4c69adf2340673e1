using SmsGateway.Admission;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class AdmissionKeysTests
{
    private readonly AdmissionHash _hash = new(new byte[AdmissionHash.KeyBytes]);

    [Fact]
    public void The_same_is_counted_under_the_same_key()
    {
        var first = Of(Admitting.Number(1), "203.0.113.9", "auth0|a");

        Assert.Equal(first, Of(Admitting.Number(1), "203.0.113.9", "auth0|a"));
        Assert.Equal(first.Block, Of(Admitting.Number(2)).Block);
        Assert.Equal(Of(Admitting.Number(1), "2001:db8::1").Address, Of(Admitting.Number(1), "2001:db8::2").Address);
    }

    [Fact]
    public void Whatever_differs_has_a_key_of_its_own()
    {
        // Also what reads the same: a number and a block of equal digits, a user who is called like an address.
        var keys = new[]
        {
            Of(Admitting.Number(1)).Number,
            Of(Admitting.Number(2)).Number,
            Of(Admitting.Number(1)).Block,
            Of(Admitting.Number(1, block: 1)).Block,
            Of("+491510000").Number,
            Of(Admitting.Number(1), "203.0.113.9").Address,
            Of(Admitting.Number(1), "203.0.113.8").Address,
            Of(Admitting.Number(1), user: "203.0.113.9").User,
            Of(Admitting.Number(1), user: "auth0|a").User,
        };

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.DoesNotContain(0UL, keys);
    }

    [Fact]
    public void What_is_not_known_has_none() =>
        Assert.Equal((0UL, 0UL), (Of(Admitting.Number(1)).Address, Of(Admitting.Number(1)).User));

    [Fact]
    public void Another_key_makes_other_keys()
    {
        var other = new AdmissionHash(
            Enumerable.Range(1, AdmissionHash.KeyBytes).Select(value => (byte)value).ToArray()
        );

        Assert.NotEqual(Of(Admitting.Number(1)), other.Of(Admitting.Request(Admitting.Number(1))));
    }

    [Fact]
    public void Many_threads_make_the_same_keys()
    {
        var expected = Enumerable.Range(0, 500).Select(line => Of(Admitting.Number(line))).ToArray();
        var made = new AdmissionKeys[expected.Length];
        Parallel.For(0, expected.Length, line => made[line] = Of(Admitting.Number(line)));

        Assert.Equal(expected, made);
    }

    /// <summary>Of the paper: its key, and inputs of ascending bytes.</summary>
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31)]
    [InlineData(1, 0x74f839c593dc67fd)]
    [InlineData(8, 0x93f5f5799a932462)]
    [InlineData(15, 0xa129ca6149be45e5)]
    public void The_hash_is_SipHash_as_it_was_published(int length, ulong hash)
    {
        var key = Enumerable.Range(0, AdmissionHash.KeyBytes).Select(value => (byte)value).ToArray();
        var input = Enumerable.Range(0, length).Select(value => (byte)value).ToArray();

        Assert.Equal(hash, new SipHash(key).Of(input));
    }

    private AdmissionKeys Of(string number, string? ip = null, string? user = null) =>
        _hash.Of(Admitting.Request(number, ip, user));
}
