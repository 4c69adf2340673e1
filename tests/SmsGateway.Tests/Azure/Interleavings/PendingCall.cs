using SmsGateway.Carriers;

namespace SmsGateway.Tests.Azure.Interleavings;

/// <summary>A call to the store or to a carrier that has not been answered. Whoever waits goes on within the answer, on the same thread.</summary>
internal sealed class PendingCall(ModelProcess process, string kind, Run? run, Func<object?> execute)
{
    private readonly TaskCompletionSource<object?> _answer = new();
    private Action? _deferred;

    public ModelProcess Process => process;

    public Task<object?> Answer => _answer.Task;

    /// <summary>Whether the server has done with it, and only the process has not heard yet.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether the process stood still meanwhile: what it comes to can be too late to be written down.</summary>
    public bool IsLate { get; set; }

    /// <summary>Is carried out and answered.</summary>
    public void Carry()
    {
        try
        {
            var result = Execute();
            Settle(() => _answer.TrySetResult(result));
        }
        catch (Exception e)
        {
            Settle(() => _answer.TrySetException(e));
        }
    }

    /// <summary>Is not carried out, and the answer says so.</summary>
    public void Refuse() =>
        Settle(() => _ = kind == "send" ? _answer.TrySetResult(new SendOutcome.Unavailable("http-503", null)) : Fail());

    /// <summary>Is carried out, and nobody hears of it.</summary>
    public void Lose()
    {
        Drop();
        Settle(() => _ = kind == "send" ? _answer.TrySetResult(new SendOutcome.Unknown("no-answer", null)) : Fail());
    }

    /// <summary>Is carried out for a process that is no more.</summary>
    public void Drop()
    {
        try
        {
            Execute();
        }
        catch (global::Azure.RequestFailedException)
        {
            // The refusal is lost too.
        }

        if (kind is "send" or "put")
        {
            run?.Break();
        }
    }

    public void Cancel() => _answer.TrySetCanceled();

    /// <summary>The process goes on, and hears what there is to hear.</summary>
    public void Hear() => _deferred?.Invoke();

    private object? Execute()
    {
        var result = execute();
        switch (kind)
        {
            case "send":
                run!.Fate.Texts++;
                run.Expose();
                break;
            case "put":
                run!.Expose();
                break;
            case "delete":
                run?.Record();
                break;
        }

        if (IsLate)
        {
            run?.Break();
        }

        return result;
    }

    private void Settle(Action answer)
    {
        IsDone = true;
        if (process.IsStill)
        {
            _deferred = answer;
        }
        else
        {
            answer();
        }
    }

    private bool Fail() =>
        _answer.TrySetException(
            FakeQueueClient.Failure(503, global::Azure.Storage.Queues.Models.QueueErrorCode.ServerBusy)
        );
}
