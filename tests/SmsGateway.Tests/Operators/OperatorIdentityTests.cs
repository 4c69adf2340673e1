using SmsGateway.Operators;
using Xunit;

namespace SmsGateway.Tests.Operators;

public sealed class OperatorIdentityTests
{
    [Theory]
    [InlineData("anna@laptop", "anna@laptop")]
    [InlineData("  Anna Other (on call) ", "Anna Other (on call)")]
    [InlineData("a", "a")]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData("Anna\nOperators: Delete", null)]
    [InlineData("Anna\u001b[31m", null)]
    [InlineData("Änna", null)]
    [InlineData("anna\u007f", null)]
    public void A_client_names_itself_in_printable_ascii(string header, string? name) =>
        Assert.Equal(name, OperatorIdentity.NameIn([header]));

    [Fact]
    public void A_name_has_64_characters_at_most_and_is_given_once()
    {
        Assert.Equal(new string('a', 64), OperatorIdentity.NameIn([new string('a', 64)]));
        Assert.Null(OperatorIdentity.NameIn([new string('a', 65)]));
        Assert.Null(OperatorIdentity.NameIn([]));
        Assert.Null(OperatorIdentity.NameIn([null]));
        Assert.Null(OperatorIdentity.NameIn(["anna", "berta"]));
    }

    [Theory]
    [InlineData("203.0.113.9", "anna", "key 1a2b3c4d from 203.0.113.9, who says to be anna")]
    [InlineData("::1", null, "key 1a2b3c4d from ::1")]
    [InlineData(null, "anna", "key 1a2b3c4d, who says to be anna")]
    [InlineData(null, null, "key 1a2b3c4d")]
    public void What_is_claimed_is_told_as_that(string? address, string? name, string text) =>
        Assert.Equal(text, new OperatorIdentity("key 1a2b3c4d", address, name).ToString());
}
