using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Send;

/// <summary>Asks for a message until it has ended, with a line that moves while it waits.</summary>
internal sealed class MessageFollower(GatewayClient gateway, Invocation invocation)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <exception cref="CliException">The gateway refuses the key, or is gone.</exception>
    public Task<SendResult> FollowAsync(string id, TimeSpan wait, CancellationToken cancellationToken) =>
        invocation.WaitingAsync("Accepted; on its way ...", tell => PollAsync(id, wait, tell, cancellationToken));

    private async Task<SendResult> PollAsync(
        string id,
        TimeSpan wait,
        Action<string> tell,
        CancellationToken cancellationToken
    )
    {
        var time = invocation.Environment.Time;
        var started = time.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            var answer = await gateway.OperateAsync(HttpMethod.Get, $"api/messages/{id}", cancellationToken);
            if (
                answer is { Status: 200, Json: { } record }
                && answer.Text("state") is { } state and not ("waiting" or "unrecorded")
            )
            {
                return new SendResult(state, record);
            }

            if (answer.Status is 401 or 403)
            {
                throw new CliException($"Message {id} was accepted, but cannot be followed: {AnswerHints.WrongKey}");
            }

            if (answer is { Status: 404, Json: null })
            {
                // The gateway says in problem details that it does not know the end yet; this is nobody's path.
                throw new CliException(
                    $"Message {id} was accepted, but cannot be followed: {AnswerHints.Refusal(answer).Message}"
                );
            }

            // Any other 404, and a message that waits: not ended yet. Anything else may pass; the wait bounds it.
            var elapsed = time.GetElapsedTime(started);
            tell($"Accepted; on its way for {elapsed.TotalSeconds:0} s ...");
            if (elapsed + pause > wait)
            {
                return SendResult.Pending;
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
        }
    }
}

/// <summary>How a message ended, as <c>GET /api/messages/{id}</c> tells it.</summary>
/// <param name="State">delivered, assumed, dead, kept for an operator, or pending when it had not ended in the time given.</param>
/// <param name="Record">The gateway's own words; null while pending.</param>
internal sealed record SendResult(string State, JsonObject? Record)
{
    public static readonly SendResult Pending = new("pending", null);

    public string? Carrier => Record.Text("carrier");

    public string? CarrierMessageId => Record.Text("carrierMessageId");

    public string? Reason => Record.Text("reason");

    public string? Attempts => Record?["attempts"]?.ToString();
}
