using SmsGateway.Configuration;

namespace SmsGateway.Texts;

/// <summary>Section <c>Gateway:Text</c>.</summary>
public sealed record TextOptions
{
    /// <summary>No value that is put into a template is longer, in UTF-16 units.</summary>
    public const int MaxValueLength = 256;

    /// <value>Whether look-alikes of GSM-7's characters are replaced where that makes a text cheaper. Default false.</value>
    public bool SmartEncoding { get; init; }

    /// <value>The most precise first, so that the first that applies is the one.</value>
    public IReadOnlyList<TextTemplate> Templates { get; init; } = [];

    /// <param name="reader">The section.</param>
    /// <param name="callers">The names of those that are configured.</param>
    public static TextOptions Read(ConfigurationReader reader, IReadOnlyList<string> callers)
    {
        var section = reader.Section("Templates");
        var templates = section.Children().Select(child => TextTemplate.Read(child, callers)).ToList();
        var options = new TextOptions
        {
            SmartEncoding = reader.Flag("SmartEncoding", false),
            Templates = [.. templates.OrderByDescending(template => template.Precision)],
        };
        foreach (var equals in templates.GroupBy(Selection).Where(group => group.Count() > 1))
        {
            foreach (var template in equals.Skip(1))
            {
                section.Error(
                    template.Name,
                    $"asks for the same caller, client, message type and channel as the template {equals.First().Name}"
                );
            }
        }

        reader.RejectUnknownKeys();
        return options;
    }

    private static (string?, string?, string?, object?) Selection(TextTemplate template) =>
        (
            template.Caller?.ToUpperInvariant(),
            template.ClientId,
            template.MessageType?.ToUpperInvariant(),
            template.Channel
        );
}
