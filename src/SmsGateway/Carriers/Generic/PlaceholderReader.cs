using SmsGateway.Configuration;

namespace SmsGateway.Carriers.Generic;

/// <summary>Understands what stands between two braces of a template.</summary>
internal static class PlaceholderReader
{
    private const string Secret = "secret";
    private const string Basic = "basic";
    private const string SecretForm = "{secret:<name>}";
    private const string BasicForm = "{basic:<name of user>:<name of password>}";

    /// <param name="text">Without the braces.</param>
    /// <param name="mistake">Gets what is wrong with it.</param>
    /// <returns>Null when there is no such placeholder.</returns>
    public static TemplatePart? Read(string text, Action<string> mistake)
    {
        var words = text.Split(':', StringSplitOptions.TrimEntries);
        switch (words)
        {
            case [var name] when MessageField.Find(name) is { } field:
                return new TemplatePart.OfMessage(field);
            case [var kind, { Length: > 0 } name] when Is(kind, Secret):
                return new TemplatePart.Secret(name);
            case [var kind, { Length: > 0 } user, { Length: > 0 } password] when Is(kind, Basic):
                return new TemplatePart.Basic(user, password);
        }

        mistake(
            Is(words[0], Secret) ? $"a secret is written {SecretForm}"
            : Is(words[0], Basic) ? $"basic authentication is written {BasicForm}"
            : Unknown(words[0])
        );
        return null;
    }

    /// <summary>A word that is near to none is not quoted: it may be a secret in the wrong place.</summary>
    private static string Unknown(string word)
    {
        var names = MessageField.All.Select(field => field.Name).Append(Secret).Append(Basic).ToList();
        var near = names.MinBy(name => Spelling.Distance(name, word))!;
        return Spelling.Distance(near, word) <= Math.Clamp(near.Length / 3, 1, 3)
            ? $"unknown placeholder {{{word}}}; did you mean {Form(near)}?"
            : $"holds an unknown placeholder; known are {string.Join(", ", names.Select(Form))}";
    }

    private static string Form(string name) =>
        name switch
        {
            Secret => SecretForm,
            Basic => BasicForm,
            _ => $"{{{name}}}",
        };

    private static bool Is(string word, string name) => string.Equals(word, name, StringComparison.OrdinalIgnoreCase);
}
