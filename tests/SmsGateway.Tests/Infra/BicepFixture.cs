using SmsGateway.InfraCheck;
using SmsGateway.InfraCheck.Types;
using SmsGateway.Tests.Functions;

namespace SmsGateway.Tests.Infra;

/// <summary>A main file of a few lines with an empty parameters file, and definitions of two types made up for it.</summary>
internal static class BicepFixture
{
    public static Findings Check(string main, params (string Name, string Text)[] others)
    {
        var above = Directory.CreateTempSubdirectory("sms-gateway-bicep-");
        try
        {
            var folder = above.CreateSubdirectory("infra").FullName;
            File.WriteAllText(Path.Combine(folder, "main.bicep"), main);
            File.WriteAllText(Path.Combine(folder, "main.bicepparam"), "using 'main.bicep'\n");
            foreach (var (name, text) in others)
            {
                File.WriteAllText(Path.Combine(folder, name), text);
            }

            using var definitions = new TypeDefinitions(RepositoryFiles.PathOf("tests/SmsGateway.Tests/Infra/definitions.json"));
            var checker = new InfraChecker(folder, definitions);
            checker.Check();
            return checker.Findings;
        }
        finally
        {
            above.Delete(recursive: true);
        }
    }
}
