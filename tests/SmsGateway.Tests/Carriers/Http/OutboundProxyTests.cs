using System.Net;
using SmsGateway.Carriers.Http;
using Xunit;

namespace SmsGateway.Tests.Carriers.Http;

public sealed class OutboundProxyTests
{
    private static readonly Uri Address = new("http://proxy.example:3128/");

    [Theory]
    [InlineData("http://127.0.0.1:7072/v1/messages", true)]
    [InlineData("http://localhost:7072/", true)]
    [InlineData("http://[::1]:7072/", true)]
    [InlineData("https://voice.8x8.com/api", false)]
    [InlineData("https://inside.example/", true)]
    public void The_proxy_is_for_what_is_neither_on_this_machine_nor_excepted(string address, bool expected)
    {
        var inner = new WebProxy(Address, BypassOnLocal: false, ["inside\\.example"])
        {
            Credentials = new NetworkCredential("user", "password"),
        };
        var proxy = new OutboundProxy(inner);

        Assert.Equal(expected, proxy.IsBypassed(new Uri(address)));
        Assert.Equal(Address, proxy.GetProxy(new Uri("https://voice.8x8.com/")));
        Assert.Same(inner.Credentials, proxy.Credentials);
    }
}
