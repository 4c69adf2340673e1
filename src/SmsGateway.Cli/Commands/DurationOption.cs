using System.CommandLine;

namespace SmsGateway.Cli.Commands;

/// <summary>An option that takes a length of time, and shows its default as it is typed; read with <see cref="Invocation.Get(DurationOption)"/>.</summary>
internal sealed class DurationOption : Option<TimeSpan?>
{
    /// <param name="name">With its dashes.</param>
    /// <param name="byDefault">As <see cref="Duration"/> reads it.</param>
    /// <param name="description">A sentence.</param>
    public DurationOption(string name, string byDefault, string description)
        : base(name)
    {
        Default = Duration.TryParse(byDefault, out var parsed) ? parsed : throw new ArgumentException("is no length of time", nameof(byDefault));
        Description = $"{description} Such as 90s, 5m or 1h. [default: {byDefault}]";
        HelpName = "time";
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (Duration.TryParse(text, out var duration))
            {
                return duration;
            }

            result.AddError($"{name}: '{text}' is no length of time; write 90s, 5m or 1h.");
            return null;
        };
    }

    public TimeSpan Default { get; }
}
