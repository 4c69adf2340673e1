using System.Security.Claims;
using System.Text;
using Microsoft.Azure.Functions.Worker.Http;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>A request as the worker hands it over: the body in memory, headers unparsed.</summary>
internal sealed class FakeHttpRequest(string method, string pathAndQuery, string body = "")
    : HttpRequestData(new FakeFunctionContext())
{
    public override Stream Body { get; } = new MemoryStream(Encoding.UTF8.GetBytes(body));

    public override HttpHeadersCollection Headers { get; } = new();

    public override IReadOnlyCollection<IHttpCookie> Cookies => [];

    public override Uri Url { get; } = new("http://127.0.0.1" + pathAndQuery);

    public override IEnumerable<ClaimsIdentity> Identities => [new(Claims)];

    /// <summary>What the platform tells of the key.</summary>
    public IReadOnlyList<Claim> Claims { get; init; } = [];

    public override string Method { get; } = method;

    public override HttpResponseData CreateResponse() => new FakeHttpResponse(FunctionContext);

    public FakeHttpRequest With(string header, string value)
    {
        Assert.True(Headers.TryAddWithoutValidation(header, value));
        return this;
    }
}
