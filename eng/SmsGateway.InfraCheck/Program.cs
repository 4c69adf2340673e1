using System.Text.Json;
using SmsGateway.InfraCheck;
using SmsGateway.InfraCheck.Types;

// Arguments: the folder to check (default infra), and --types with a definitions file. Lines of findings, then what was checked; 1 for findings.
string? folder = null;
string? types = null;
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--types" && i + 1 < args.Length)
    {
        types = args[++i];
    }
    else if (folder is null && !args[i].StartsWith('-'))
    {
        folder = args[i];
    }
    else
    {
        Console.Error.WriteLine("infra-check [--types <file>]: a definitions file of resource types makes their properties checked, too.");
        return 2;
    }
}

folder ??= "infra";
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"There is no folder '{folder}'.");
    return 2;
}

try
{
    using var definitions = types is null ? null : new TypeDefinitions(types);
    var checker = new InfraChecker(folder, definitions);
    var summary = checker.Check();
    foreach (var finding in checker.Findings.All)
    {
        Console.WriteLine(finding);
    }

    foreach (var line in summary)
    {
        Console.WriteLine(line);
    }

    foreach (var line in checker.Findings.Uncovered)
    {
        Console.WriteLine($"not covered: {line}");
    }

    Console.WriteLine(checker.Findings.All.Count == 0 ? "infra-check: nothing found" : $"infra-check: {checker.Findings.All.Count} found");
    return checker.Findings.All.Count == 0 ? 0 : 1;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
{
    Console.Error.WriteLine($"The definitions file cannot be read: {e.Message}");
    return 2;
}
