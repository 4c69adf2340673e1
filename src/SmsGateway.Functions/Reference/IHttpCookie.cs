namespace Microsoft.Azure.Functions.Worker.Http;

internal interface IHttpCookie;
