namespace Microsoft.Azure.Functions.Worker.Http;

internal abstract class HttpCookies;
