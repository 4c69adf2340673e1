namespace SmsGateway.Tests.BlackBox;

/// <summary>One answer of the gateway.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Id">Of an accepted message.</param>
/// <param name="SaysWhen">Whether it has a Retry-After.</param>
/// <param name="Took">From the request to the answer.</param>
internal sealed record SteadyAnswer(int Status, string? Id, bool SaysWhen, TimeSpan Took);
