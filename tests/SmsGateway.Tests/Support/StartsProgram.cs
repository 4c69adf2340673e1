using Xunit.v3;

namespace SmsGateway.Tests.Support;

/// <summary>
/// On a test class that starts the Host, the command line or the Functions app as a program of its own, or would if there were a
/// published one: <c>dotnet run dev.cs -- native</c> runs these once more, on published ones.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StartsProgramAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Starts", "Program")];
}
