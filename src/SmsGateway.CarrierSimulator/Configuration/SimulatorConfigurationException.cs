namespace SmsGateway.CarrierSimulator.Configuration;

/// <summary>The settings are wrong; the message lists every mistake with its key, never a value.</summary>
internal sealed class SimulatorConfigurationException(IReadOnlyList<string> errors)
    : Exception("The carrier simulator cannot start:" + string.Concat(errors.Select(error => "\n  " + error)))
{
    public IReadOnlyList<string> Errors => errors;
}
