using System.Collections.Immutable;
using SmsGateway.Carriers;
using SmsGateway.Messages;

namespace SmsGateway.Delivery;

/// <summary>Whose turn it is in a run, and what its carriers' answers come to together.</summary>
internal static class Turns
{
    /// <summary>The carriers of a route that may have the message sent to them.</summary>
    public static ImmutableArray<ConfiguredCarrier> Open(
        ImmutableArray<ConfiguredCarrier> route,
        Envelope envelope,
        DeliveryOptions options
    ) =>
        envelope.Attempts.IsEmpty
            ? route
            : route.RemoveAll(carrier => !RecoverabilityPolicy.MaySendTo(carrier.Name, envelope, options));

    /// <summary>Whether a later run has a carrier to try.</summary>
    public static CarriersLeft Later(
        ImmutableArray<ConfiguredCarrier> route,
        Envelope envelope,
        DeliveryOptions options
    )
    {
        foreach (var carrier in route)
        {
            if (RecoverabilityPolicy.MaySendTo(carrier.Name, envelope, options))
            {
                return CarriersLeft.Later;
            }
        }

        return CarriersLeft.None;
    }

    /// <summary>
    /// The carriers to be tried: those known to be failing at the end, and none that is switched off, unless they all are; the message
    /// then finds no place. A run that was put back unfinished goes on with those that it has not tried; the others have had their turn.
    /// </summary>
    /// <returns>And how many the run has tried before.</returns>
    public static (ImmutableArray<ConfiguredCarrier> Route, int Tried) Of(
        ImmutableArray<ConfiguredCarrier> route,
        Envelope envelope
    )
    {
        route = SwitchedOn(route);
        var recipient = envelope.Message.Recipient;
        var tried = envelope.Attempts.AsSpan()[^envelope.Unfinished..].ToArray();
        var rest = route.RemoveAll(carrier =>
            tried.Any(attempt => attempt.Carrier.Equals(carrier.Name, StringComparison.OrdinalIgnoreCase))
        );
        return rest.IsEmpty ? (FailingLast(route, recipient), 0) : (FailingLast(rest, recipient), tried.Length);
    }

    /// <summary>
    /// A wait that the last carrier asked for must not hold up the carriers before it: of the waits asked for in a run the
    /// shortest counts, and none when one carrier asked for none.
    /// </summary>
    public static SendOutcome ForTheWholeRun(SendOutcome outcome, IReadOnlyList<TimeSpan?> waits)
    {
        if (outcome is not SendOutcome.Throttled { RetryAfter: { } shortest } throttled)
        {
            return outcome;
        }

        foreach (var other in waits)
        {
            if (other is not { } wait)
            {
                return throttled with { RetryAfter = null };
            }

            shortest = wait < shortest ? wait : shortest;
        }

        return throttled with
        {
            RetryAfter = shortest,
        };
    }

    private static ImmutableArray<ConfiguredCarrier> SwitchedOn(ImmutableArray<ConfiguredCarrier> route)
    {
        foreach (var carrier in route)
        {
            if (carrier.Switch.IsOff)
            {
                var on = route.RemoveAll(other => other.Switch.IsOff);
                return on.IsEmpty ? route : on;
            }
        }

        return route;
    }

    private static ImmutableArray<ConfiguredCarrier> FailingLast(
        ImmutableArray<ConfiguredCarrier> route,
        PhoneNumber recipient
    )
    {
        if (route.Length < 2 || AllAreWell(route))
        {
            return route;
        }

        // A region costs a look at the whole number, so it is asked for only where it decides.
        var region = recipient.Region;
        var first = new List<ConfiguredCarrier>(route.Length);
        var last = new List<ConfiguredCarrier>();
        foreach (var carrier in route)
        {
            // A probe is only spent where the carrier would really be tried: behind a working one it would not.
            var inPlace = !carrier.Health.IsFailingIn(region) || (first.Count == 0 && carrier.Health.TakesTurn(region));
            (inPlace ? first : last).Add(carrier);
        }

        // Of those that fail the least bad first; as they stand in the route where none is better.
        return [.. first, .. last.OrderBy(carrier => carrier.Health.BadShareIn(region))];
    }

    private static bool AllAreWell(ImmutableArray<ConfiguredCarrier> route)
    {
        foreach (var carrier in route)
        {
            if (!carrier.Health.IsWell)
            {
                return false;
            }
        }

        return true;
    }
}
