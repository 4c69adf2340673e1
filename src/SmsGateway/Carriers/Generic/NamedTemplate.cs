using System.Globalization;
using SmsGateway.Configuration;

namespace SmsGateway.Carriers.Generic;

/// <summary>A header or a form field.</summary>
/// <param name="Key">The setting, for whoever has to change it.</param>
/// <param name="Name">As the carrier knows it.</param>
/// <param name="Value">What it holds.</param>
internal sealed record NamedTemplate(string Key, string Name, ValueTemplate Value)
{
    /// <summary>
    /// Reads a section such as <c>Headers</c>: the name in the key and the value as it is or, where a key cannot hold the name
    /// (Azure takes no dash in one), a number in the key and both in the value.
    /// </summary>
    /// <param name="reader">Of the carrier.</param>
    /// <param name="section">Below it.</param>
    /// <param name="separator">Between name and value behind a number.</param>
    public static IReadOnlyList<NamedTemplate> Read(ConfigurationReader reader, string section, char separator)
    {
        var below = reader.Section(section);
        var templates = new List<NamedTemplate>();
        foreach (var key in below.Keys())
        {
            if (below.Template(key) is not { } text)
            {
                if (below.Section(key).Keys().Count == 0)
                {
                    below.Error(key, "is empty; leave it out");
                }

                continue;
            }

            var name = key;
            if (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                var parts = text.Split(separator, 2, StringSplitOptions.TrimEntries);
                if (parts is not [{ Length: > 0 }, { Length: > 0 }])
                {
                    below.Error(key, $"must be name{separator} value");
                    continue;
                }

                (name, text) = (parts[0], parts[1]);
            }

            var template = ValueTemplate.Read(text, mistake => below.Error(key, mistake));
            if (template.IsLiteral && Credential.IsNameOfOne(name))
            {
                below.Error(key, Credential.Mistake);
            }

            templates.Add(new NamedTemplate($"{section}__{key}", name, template));
        }

        return templates;
    }
}
