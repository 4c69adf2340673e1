namespace SmsGateway.Routing;

/// <summary>A carrier in a route, as settings name it: <c>twilio</c>, or <c>twilio=70</c>.</summary>
/// <param name="Carrier">Its name.</param>
/// <param name="Weight">Its part of the messages among the weights of the route; null in a route that is tried as it is written.</param>
public sealed record RouteEntry(string Carrier, int? Weight = null)
{
    /// <summary>Enough for hundredths of a percent.</summary>
    public const int MaxWeight = 10_000;

    public static implicit operator RouteEntry(string carrier) => new(carrier);
}
