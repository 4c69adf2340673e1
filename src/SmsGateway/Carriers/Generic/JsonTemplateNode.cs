using System.Text.Json;

namespace SmsGateway.Carriers.Generic;

/// <summary>A value of a JSON template. A member or an item that names what the message lacks is left out.</summary>
internal abstract record JsonTemplateNode
{
    public virtual bool IsMissing(PlaceholderValues values) => false;

    public abstract void Write(Utf8JsonWriter writer, PlaceholderValues values);

    /// <summary>An object.</summary>
    public sealed record Members(IReadOnlyList<(JsonEncodedText Name, JsonTemplateNode Value)> All) : JsonTemplateNode
    {
        public override void Write(Utf8JsonWriter writer, PlaceholderValues values)
        {
            writer.WriteStartObject();
            foreach (var (name, value) in All)
            {
                if (!value.IsMissing(values))
                {
                    writer.WritePropertyName(name);
                    value.Write(writer, values);
                }
            }

            writer.WriteEndObject();
        }
    }

    /// <summary>An array.</summary>
    public sealed record Items(IReadOnlyList<JsonTemplateNode> All) : JsonTemplateNode
    {
        public override void Write(Utf8JsonWriter writer, PlaceholderValues values)
        {
            writer.WriteStartArray();
            foreach (var item in All)
            {
                if (!item.IsMissing(values))
                {
                    item.Write(writer, values);
                }
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>A string.</summary>
    public sealed record Text(ValueTemplate Template) : JsonTemplateNode
    {
        public bool IsLiteral => Template.IsLiteral && Template.Shape.Length > 0;

        public override bool IsMissing(PlaceholderValues values) => Template.IsMissing(values);

        public override void Write(Utf8JsonWriter writer, PlaceholderValues values) =>
            writer.WriteStringValue(Template.Render(values));
    }

    /// <summary>A placeholder without quotes whose text is a number.</summary>
    public sealed record Number(ValueTemplate Template) : JsonTemplateNode
    {
        public override void Write(Utf8JsonWriter writer, PlaceholderValues values) =>
            writer.WriteRawValue(Template.Render(values), skipInputValidation: true);
    }

    /// <summary>A number, <c>true</c>, <c>false</c> or <c>null</c>, as written.</summary>
    public sealed record Literal(string Json) : JsonTemplateNode
    {
        public override void Write(Utf8JsonWriter writer, PlaceholderValues values) =>
            writer.WriteRawValue(Json, skipInputValidation: true);
    }
}
