using Azure.Core;
using Azure.Core.Pipeline;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Takes an answer only from the storage service, which puts its request's id on every one. A proxy's page would otherwise be
/// believed: a 404 of its own would be a message that is gone, a 200 a queue that is empty.
/// </summary>
internal sealed class ForeignAnswerPolicy : HttpPipelineSynchronousPolicy
{
    private const int FirstServerError = 500;

    /// <summary>Server errors pass: they are failures, whoever says so, and the client tries those again that are worth it.</summary>
    public override void OnReceivedResponse(HttpMessage message)
    {
        var response = message.Response;
        if (response.Status < FirstServerError && !response.Headers.Contains("x-ms-request-id"))
        {
            throw new ForeignAnswerException(response.Status);
        }
    }
}

/// <summary>The answer is not the storage service's. An <see cref="IOException"/>, which the client tries again.</summary>
internal sealed class ForeignAnswerException(int status) : IOException($"Status {status} of somebody else.")
{
    public int Status => status;
}
