using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>Says which scope an endpoint asks for.</summary>
internal sealed record NeededScope(string Scope);

/// <summary>Says which bucket counts an endpoint's requests.</summary>
internal sealed record RateGroup(string Name);

/// <summary>What every request passes: the log, the faults, the token, the rate limit, the scope; in this order.</summary>
internal sealed class Front(Tenant tenant, Faults faults, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new();

    /// <summary>Method and path with query of every request, in order.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Sets a limit; what has none is not reached by any test.</summary>
    public void Limit(string group, int capacity, double perMinute) =>
        _buckets[group] = new TokenBucket(capacity, perMinute, time);

    public async Task HandleAsync(HttpContext context, Func<Task> next)
    {
        Log.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        var fault = context.Request.Path.StartsWithSegments("/passwordless") ? null : faults.Next();
        if (fault is { IsAfter: false })
        {
            await BreakAsync(context, fault);
            return;
        }

        if (fault is null)
        {
            await AnswerAsync(context, next);
            return;
        }

        context.Response.Body = new MemoryStream();
        await AnswerAsync(context, next);
        await BreakAsync(context, fault);
    }

    private async Task BreakAsync(HttpContext context, Fault fault)
    {
        if (fault.Kind == FaultKind.Status)
        {
            await ApiError.Injected(fault.Status).ExecuteAsync(context);
            return;
        }

        if (fault.Holds)
        {
            var gone = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(() => gone.TrySetResult());
            faults.Held();
            await gone.Task;
        }

        context.Abort();
    }

    private Task AnswerAsync(HttpContext context, Func<Task> next)
    {
        if (!context.Request.Path.StartsWithSegments("/api/v2"))
        {
            return next();
        }

        var token = context.Request.Headers.Authorization.ToString();
        token = token.StartsWith("Bearer ", StringComparison.Ordinal) ? token["Bearer ".Length..] : "";
        if (!tenant.Tokens.TryGetValue(token, out var scopes))
        {
            return ApiError.Unauthorized().ExecuteAsync(context);
        }

        var metadata = context.GetEndpoint()?.Metadata;
        var bucket = _buckets.GetOrAdd(
            metadata?.GetMetadata<RateGroup>()?.Name ?? "other",
            _ => new TokenBucket(10_000, 10_000, time)
        );
        var (taken, remaining, reset) = bucket.Take();
        context.Response.Headers["x-ratelimit-limit"] = bucket.Capacity.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["x-ratelimit-remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["x-ratelimit-reset"] = reset.ToString(CultureInfo.InvariantCulture);
        if (!taken)
        {
            return ApiError.TooMany().ExecuteAsync(context);
        }

        return metadata?.GetMetadata<NeededScope>() is { } needed && !scopes.Contains(needed.Scope)
            ? ApiError.MissingScope(needed.Scope).ExecuteAsync(context)
            : next();
    }
}
