using System.ComponentModel.DataAnnotations;

namespace SmsGateway.CarrierSimulator;

/// <summary>
/// Binds the sections below <c>Simulator</c> to options and validates them. The binder stops at its first mistake and
/// quotes the value; given one setting at a time it finds all mistakes, and they are told by their keys alone.
/// </summary>
internal sealed class SimulatorSettings(IConfiguration configuration)
{
    private const string Root = "Simulator";

    private readonly List<string> _mistakes = [];

    /// <summary>A blank setting is as good as none; so a variable can be emptied on the command line.</summary>
    private readonly Dictionary<string, string> _unread = configuration
        .GetSection(Root)
        .AsEnumerable(makePathsRelative: true)
        .Where(setting => !string.IsNullOrWhiteSpace(setting.Value))
        .ToDictionary(setting => setting.Key, setting => setting.Value!.Trim());

    /// <summary>Null when the section has no setting.</summary>
    public T? Read<T>(string section)
        where T : class, new()
    {
        var prefix = section + ":";
        var keys = _unread.Keys.Where(key => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToList();
        return keys.Count == 0 ? null : Read<T>(prefix, keys);
    }

    /// <summary>To be called last: what is left belongs to these options or to nothing.</summary>
    /// <exception cref="SimulatorConfigurationException">Lists every mistake of all sections.</exception>
    public T ReadRest<T>()
        where T : class, new()
    {
        var options = Read<T>("", [.. _unread.Keys]);
        return _mistakes.Count == 0 ? options : throw new SimulatorConfigurationException(_mistakes);
    }

    private T Read<T>(string prefix, List<string> keys)
        where T : class, new()
    {
        var options = new T();
        foreach (var key in keys)
        {
            _unread.Remove(key, out var value);
            try
            {
                new ConfigurationBuilder()
                    .AddInMemoryCollection([new(key[prefix.Length..], value)])
                    .Build()
                    .Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            }
            catch (InvalidOperationException e)
            {
                Mistake(
                    key,
                    e.InnerException is null ? "This is not a known setting." : "The value is not of the expected form."
                );
            }
        }

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        results.ForEach(result => Mistake(prefix + result.MemberNames.Single(), result.ErrorMessage!));
        return options;
    }

    private void Mistake(string key, string message) =>
        _mistakes.Add($"{Root}__{key.Replace(":", "__", StringComparison.Ordinal)}: {message}");
}

/// <summary>What concerns all carriers, directly under <c>Simulator</c>.</summary>
internal sealed class SimulatorOptions
{
    /// <summary>Added before every answer. Default: none.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Latency { get; set; }
}

/// <summary>The settings are wrong; the message lists every mistake with its key, never a value.</summary>
internal sealed class SimulatorConfigurationException(IReadOnlyList<string> mistakes)
    : Exception(
        "The carrier simulator cannot start; docs/simulator.md has its settings:"
            + string.Concat(mistakes.Select(mistake => "\n  " + mistake))
    )
{
    public IReadOnlyList<string> Mistakes => mistakes;
}

/// <summary>Required as soon as one of the others is there.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RequiredWithAttribute(params string[] others) : ValidationAttribute
{
    public IReadOnlyList<string> Others => others;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is null
        && others.FirstOrDefault(other =>
            validationContext.ObjectType.GetProperty(other)!.GetValue(validationContext.ObjectInstance) is not null
        )
            is { } given
            ? new ValidationResult(
                $"The {validationContext.MemberName} field is required with {given}.",
                [validationContext.MemberName!]
            )
            : null;
}
