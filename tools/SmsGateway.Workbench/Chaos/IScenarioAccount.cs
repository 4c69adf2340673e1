namespace SmsGateway.Workbench.Chaos;

/// <summary>What was seen in a scenario, and whether it is as it should be.</summary>
internal interface IScenarioAccount
{
    bool Holds { get; }

    Task WriteAsync(TextWriter output);
}
