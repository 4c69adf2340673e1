namespace SmsGateway.Workbench.Chaos;

/// <summary>One message that was posted, and what the gateway answered.</summary>
/// <param name="Number">Stands in its text.</param>
/// <param name="Caller">The name of who posted it.</param>
/// <param name="SentAt">By this process's clock, which is the carrier simulator's, too.</param>
/// <param name="Took">Until the answer.</param>
/// <param name="Status">0: none came.</param>
/// <param name="Id">Of a message that was accepted.</param>
internal sealed record Post(long Number, string Caller, DateTimeOffset SentAt, TimeSpan Took, int Status, string? Id);
