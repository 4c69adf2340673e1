using SmsGateway.InfraCheck.Evaluation;

namespace SmsGateway.InfraCheck.Checks;

/// <summary>One rule about what would be deployed; run for every set of parameters that is tried.</summary>
internal interface ICheck
{
    void Run(Deployment deployment, Findings findings);
}
