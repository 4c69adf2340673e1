using System.Net.Http.Headers;

namespace Microsoft.Azure.Functions.Worker.Http;

internal sealed class HttpHeadersCollection : HttpHeaders;
