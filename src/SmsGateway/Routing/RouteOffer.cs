namespace SmsGateway.Routing;

/// <summary>What the carriers of a message's route would do with it.</summary>
/// <param name="DoesChannel">Whether any of them can do its channel.</param>
/// <param name="HasSender">Whether any of those has a sender for it.</param>
/// <param name="ShowsSender">Whether any of them shows a message's own sender; those with <c>AlwaysUseFrom</c>, or with a sender for its region, do not care what it is.</param>
public readonly record struct RouteOffer(bool DoesChannel, bool HasSender, bool ShowsSender)
{
    public bool CanSend => HasSender;
}
