using System.Net.Http.Headers;
using System.Text;
using SmsGateway.Cli.Commands;
using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Auth0.Status;

/// <summary>A request signed as Auth0 would sign it, with an empty message: the gateway refuses it only after it has accepted the token.</summary>
internal static class GatewayProbe
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    public static async Task<Finding> TryAsync(
        CliEnvironment environment,
        Uri url,
        string subject,
        string audience,
        Sensitive secret,
        SecretEncoding encoding,
        CancellationToken cancellationToken)
    {
        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
        {
            return Finding.Note("The gateway was not tried: a token is not sent without https.");
        }

        using var http = HttpSending.NewClient(environment, url);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        var token = ProbeToken.Create(subject, audience, secret, encoding, environment.Time.GetUtcNow(), Lifetime);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await http.AnswerAsync(request, cancellationToken);
            return (int)response.StatusCode switch
            {
                400 => Finding.Good("The gateway accepts a token signed with these values (tried with an empty message)."),
                401 => Finding.Wrong(
                    "The gateway refuses a token signed with these values (401): subject, audience, secret or its encoding differ from the gateway's, or the clocks do.",
                    "compare with the gateway's Callers settings; its log says which check failed"),
                503 => Finding.Wrong("The gateway is there, but cannot check callers or store messages (503).", "see its /api/health and its log"),
                404 or 405 => Finding.Wrong($"There is no gateway at this address ({(int)response.StatusCode}).", "correct the address; the path is normally /api/sms"),
                var status => Finding.Wrong($"The gateway answered {status} where 400 was expected; is it this gateway?", "correct the address"),
            };
        }
        catch (CliException e)
        {
            return Finding.Wrong(e.Message, "start the gateway, or correct the address");
        }
    }
}
