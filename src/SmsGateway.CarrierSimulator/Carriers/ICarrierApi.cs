namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>One carrier's wire format and checks; <see cref="CarrierEndpoint"/> does what is the same for all.</summary>
internal interface ICarrierApi
{
    /// <summary>Route patterns, as in the carrier's public documentation.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>The carrier's answer to wrong credentials; null when they are right. Not asked without credentials in the settings.</summary>
    Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body);

    CarrierRequest Read(HttpRequest request, byte[] body);

    /// <summary>The carrier's error for a behaviour that is one.</summary>
    Answer Fail(Behaviour behaviour);
}
