using SmsGateway.InfraCheck.Bicep;

namespace SmsGateway.InfraCheck.Evaluation;

/// <summary>One evaluation of the main file with one set of parameters.</summary>
internal sealed class Run(SourceFiles files, Findings findings)
{
    private readonly Stack<BicepFile> _modules = new();

    public SourceFiles Files { get; } = files;

    public Findings Findings { get; } = findings;

    public Deployment Deployment { get; } = new();

    /// <summary>Evaluates a file and everything it deploys.</summary>
    public ModuleInstance Evaluate(BicepFile file, string name, bool isDeployed, IReadOnlyDictionary<string, Member> arguments, Value? nameValue, Position at)
    {
        var instance = new ModuleInstance { Name = name, IsDeployed = isDeployed, NameValue = nameValue };
        if (_modules.Contains(file))
        {
            Findings.Add(at, $"{file.ShownPath} uses itself");
            return instance;
        }

        _modules.Push(file);
        new ModuleEvaluation(this, file, instance, arguments).EvaluateAll();
        _modules.Pop();
        return instance;
    }
}
