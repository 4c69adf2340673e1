using Xunit;

namespace SmsGateway.Tests.Carriers;

public sealed class CarrierCatalogTests
{
    [Fact]
    public void An_unknown_kind_is_answered_with_the_known_ones()
    {
        var (options, errors) = CarrierHarness.Read(("Kind", "Pigeon"));
        Assert.Null(options);
        Assert.Equal(
            [
                "Gateway__Carriers__main__Kind: must be one of 8x8, AzureCommunication, EightByEight, Http, Infobip, MessageMedia, Plivo, Sinch, Telnyx, Twilio, Vonage",
            ],
            errors
        );
    }

    [Fact]
    public void A_missing_kind_is_a_mistake()
    {
        var (options, errors) = CarrierHarness.Read(("From", "Acme"));
        Assert.Null(options);
        Assert.Equal(["Gateway__Carriers__main__Kind: is required"], errors);
    }
}
