using SmsGateway.Http;

namespace SmsGateway.Host;

/// <summary>Between ASP.NET Core's types and the handlers'.</summary>
internal static class Replies
{
    public static Task ReplyAsync(this HttpContext context, HttpReply reply)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        if (reply.ContentType is null)
        {
            return Task.CompletedTask;
        }

        response.ContentType = reply.ContentType;
        response.ContentLength = reply.Body.Length;
        return response.Body.WriteAsync(reply.Body).AsTask();
    }

    public static T Get<T>(this HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();
}
