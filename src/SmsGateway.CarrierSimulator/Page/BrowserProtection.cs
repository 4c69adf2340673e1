using System.Net;

namespace SmsGateway.CarrierSimulator.Page;

/// <summary>
/// Security headers for everything but the carriers' own paths, and two checks against other web pages in the same browser:
/// a host name that is no loopback name (DNS rebinding) and a cross-site request are refused.
/// </summary>
internal static class BrowserProtection
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static void UseBrowserProtection(this WebApplication app) =>
        app.UseWhen(
            IsForBrowsers,
            branch =>
                branch.Use(
                    (context, next) =>
                    {
                        var headers = context.Response.Headers;
                        headers.ContentSecurityPolicy = ContentSecurityPolicy;
                        headers.XContentTypeOptions = "nosniff";
                        headers.XFrameOptions = "DENY";
                        headers["Referrer-Policy"] = "no-referrer";
                        headers["Cross-Origin-Opener-Policy"] = "same-origin";
                        headers["Cross-Origin-Resource-Policy"] = "same-origin";
                        headers.CacheControl = "no-store";

                        if (IsTrusted(context.Request))
                        {
                            return next(context);
                        }

                        context.Response.StatusCode = StatusCodes.Status403Forbidden;
                        return Task.CompletedTask;
                    }
                )
        );

    /// <summary>Carriers' paths stay as bare as the originals, and cost nothing here.</summary>
    private static bool IsForBrowsers(HttpContext context) =>
        !HttpMethods.IsPost(context.Request.Method) || context.Request.Path.StartsWithSegments("/simulator");

    /// <summary>An address instead of a name is fine: rebinding needs a name.</summary>
    private static bool IsTrusted(HttpRequest request) =>
        (request.Host.Host is "localhost" || IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out _))
        && !IsFromOtherSite(request);

    /// <summary>Another site may link here, no more. Programs other than browsers do not send the header.</summary>
    private static bool IsFromOtherSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        var isLink = HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"].Contains("navigate");
        return site.Count > 0 && !site.Contains("same-origin") && !site.Contains("none") && !isLink;
    }
}
