using System.Text;

namespace SmsGateway.Carriers.Generic;

/// <summary>A piece of a template: text as it stands, or what stands in the place of a word in braces.</summary>
internal abstract record TemplatePart
{
    /// <summary>The names of the secrets it needs.</summary>
    public virtual IReadOnlyList<string> SecretNames => [];

    /// <returns>Null when the message has no such thing.</returns>
    public abstract string? Render(PlaceholderValues values);

    public sealed record Literal(string Text) : TemplatePart
    {
        public override string Render(PlaceholderValues values) => Text;
    }

    public sealed record OfMessage(MessageField Field) : TemplatePart
    {
        public override string? Render(PlaceholderValues values) => Field.Of(values.Message);
    }

    /// <summary><c>{secret:name}</c>.</summary>
    public sealed record Secret(string Name) : TemplatePart
    {
        public override IReadOnlyList<string> SecretNames => [Name];

        public override string Render(PlaceholderValues values) => values.Secrets[Name];
    }

    /// <summary><c>{basic:user:password}</c>: two secrets as HTTP's basic authentication has them (RFC 7617).</summary>
    public sealed record Basic(string UserName, string PasswordName) : TemplatePart
    {
        public override IReadOnlyList<string> SecretNames => [UserName, PasswordName];

        public override string Render(PlaceholderValues values) =>
            Convert.ToBase64String(
                Encoding.UTF8.GetBytes($"{values.Secrets[UserName]}:{values.Secrets[PasswordName]}")
            );
    }
}

/// <summary>What a template is filled with.</summary>
/// <param name="Message">The message.</param>
/// <param name="Secrets">The secrets that the template names.</param>
internal readonly record struct PlaceholderValues(CarrierMessage Message, IReadOnlyDictionary<string, string> Secrets);
