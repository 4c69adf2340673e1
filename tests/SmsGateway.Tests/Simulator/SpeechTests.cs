using SmsGateway.CarrierSimulator.Carriers;
using Xunit;

namespace SmsGateway.Tests.Simulator;

public sealed class SpeechTests
{
    [Theory]
    [InlineData("Your code is 1, 2, 3", "Your code is 1, 2, 3")]
    [InlineData("", "")]
    [InlineData(
        "<Response><Say loop=\"2\" language=\"en-AU\">Code 1, 2 &amp; &lt;3&gt;</Say></Response>",
        "Code 1, 2 & <3>"
    )]
    [InlineData(
        "<?xml version=\"1.0\"?>\n<Response>\n  <Say>One</Say>\n  <Pause length=\"1\"/>\n  <Say>two</Say>\n</Response>",
        "One two"
    )]
    [InlineData("<Response><Gather numDigits=\"1\"><Say>Press 1</Say></Gather><Hangup/></Response>", "Press 1")]
    [InlineData(
        "<Response><Say>Your code: <say-as interpret-as=\"digits\">1234</say-as>.<break/>Bye</Say></Response>",
        "Your code: 1234. Bye"
    )]
    [InlineData("<Response><Play>https://audio.example/hello.mp3</Play><Say>Hello</Say></Response>", "Hello")]
    [InlineData("<speak>Your code is <prosody rate=\"slow\">1 2 3 4</prosody></speak>", "Your code is 1 2 3 4")]
    [InlineData("<Response><Say><![CDATA[a < b]]></Say></Response>", "a < b")]
    [InlineData("<Response/>", "")]
    public void The_words_are_heard_and_the_markup_is_not(string sent, string spoken) =>
        Assert.Equal(spoken, Speech.Of(sent));

    [Theory]
    [InlineData("<Response><Say>unfinished")]
    [InlineData("< 3 is less")]
    [InlineData("<!DOCTYPE r [<!ENTITY x \"y\">]><Response><Say>&x;</Say></Response>")]
    public void What_cannot_be_read_as_markup_is_left_as_it_is(string sent) => Assert.Equal(sent, Speech.Of(sent));
}
