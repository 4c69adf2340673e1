using System.Net;

namespace SmsGateway.Carriers.Http;

/// <summary>An operator's proxy is for the way out, not for the carrier simulator on this machine.</summary>
internal sealed class OutboundProxy(IWebProxy proxy) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
}
