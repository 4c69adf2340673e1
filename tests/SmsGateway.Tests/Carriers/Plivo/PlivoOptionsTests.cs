using SmsGateway.Carriers.Plivo;
using Xunit;

namespace SmsGateway.Tests.Carriers.Plivo;

public sealed class PlivoOptionsTests
{
    [Theory]
    [InlineData("AuthTokenSecretName=t", "AuthId: is required")]
    [InlineData("AuthId=MA1", "AuthTokenSecretName: is required")]
    [InlineData("AuthId=MA1/x;AuthTokenSecretName=t", "AuthId: may hold letters and digits only")]
    [InlineData(
        "AuthId=MA1;AuthTokenSecretName=t;PowerpackUuid=pack",
        "PowerpackUuid: must be a UUID, such as 01234567-89ab-cdef-0123-456789abcdef"
    )]
    [InlineData("AuthId=MA1;AuthTokenSecretName=t;AlwaysUseFrom=true", "From: is required with AlwaysUseFrom")]
    [InlineData(
        "AuthId=MA1;AuthTokenSecretName=t;AuthToken=b",
        "AuthToken: is not a known setting; known are AlwaysUseFrom, AuthId, AuthTokenSecretName, BaseAddress, From, Kind, MaxConcurrency, PowerpackUuid"
    )]
    public void A_mistake_is_named_with_its_key(string settings, string expected)
    {
        var (_, errors) = OptionsText.Read("Plivo", settings);
        Assert.Equal(["Gateway__Carriers__main__" + expected], errors);
    }

    [Fact]
    public void What_is_not_set_has_its_default()
    {
        var (options, errors) = OptionsText.Read("plivo", "AuthId=MA1;AuthTokenSecretName=t");
        Assert.Empty(errors);
        Assert.Equal(
            new PlivoOptions("main", new Uri("https://api.plivo.com/"), null, false, "MA1", "t", null),
            options
        );
    }

    [Fact]
    public void A_powerpack_may_always_choose_the_sender()
    {
        var (options, errors) = OptionsText.Read(
            "Plivo",
            "AuthId=MA1;AuthTokenSecretName=t;AlwaysUseFrom=true;PowerpackUuid=01234567-89ab-cdef-0123-456789abcdef"
        );
        Assert.Empty(errors);
        Assert.True(options!.AlwaysUseFrom);
    }
}
