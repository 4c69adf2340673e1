using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;

namespace SmsGateway.Carriers.Generic;

/// <summary>The method of the request.</summary>
internal enum GenericMethod
{
    Post,
    Put,
    Get,
}

/// <summary>The whole request, to be filled with a message.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Address">Below <c>BaseAddress</c>.</param>
/// <param name="Headers">Beside those that every carrier gets.</param>
/// <param name="Json">The body, or null.</param>
/// <param name="Form">The body's fields, or none.</param>
internal sealed record RequestTemplate(
    HttpMethod Method,
    AddressTemplate Address,
    IReadOnlyList<NamedTemplate> Headers,
    JsonTemplate? Json,
    IReadOnlyList<NamedTemplate> Form
)
{
    /// <summary>All templates, each with the setting that it stands in.</summary>
    private IEnumerable<(string Key, ValueTemplate Text)> Texts =>
        [
            .. Address.Texts.Select(text => ("Path", text)),
            .. Headers.Concat(Form).Select(template => (template.Key, template.Value)),
            .. (Json?.Texts ?? []).Select(text => ("Json", text)),
        ];

    /// <summary>Each secret once, under the first setting that names it; a second one of a setting under its number.</summary>
    public IReadOnlyDictionary<string, string> SecretNames()
    {
        var names = new Dictionary<string, string>();
        foreach (var (key, name) in Texts.SelectMany(pair => pair.Text.SecretNames.Select(name => (pair.Key, name))))
        {
            if (!names.ContainsValue(name))
            {
                var count = names.Keys.Count(known =>
                    known == key || known.StartsWith(key + " (", StringComparison.Ordinal)
                );
                names.Add(count == 0 ? key : $"{key} (secret {count + 1})", name);
            }
        }

        return names;
    }

    public bool Names(params ReadOnlySpan<string> fields)
    {
        foreach (var field in Texts.SelectMany(pair => pair.Text.Fields))
        {
            if (fields.Contains(field.Name))
            {
                return true;
            }
        }

        return false;
    }

    public HttpContent Content(PlaceholderValues values) =>
        Json is not null ? JsonBody.Create(Json.Render(values))
        : Form.Count > 0
            ? new FormUrlEncodedContent(
                Form.Where(field => !field.Value.IsMissing(values))
                    .Select(field => KeyValuePair.Create(field.Name, field.Value.Render(values)))
            )
        // No content at all could not tell whether the request had gone out.
        : new ByteArrayContent([]);

    public void SetHeaders(HttpRequestMessage request, PlaceholderValues values)
    {
        foreach (var header in Headers.Where(header => !header.Value.IsMissing(values)))
        {
            request.Headers.Remove(header.Name);
            request.Headers.TryAddWithoutValidation(header.Name, header.Value.Render(values));
        }
    }

    public static RequestTemplate Read(ConfigurationReader reader)
    {
        var method = reader.Choice("Method", GenericMethod.Post);
        var path = reader.Template("Path") ?? "";
        var address = AddressTemplate.Read(path, mistake => reader.Error("Path", mistake));
        var headers = NamedTemplate.Read(reader, "Headers", ':');
        foreach (var header in headers)
        {
            if (HeaderRules.Mistake(header) is { } mistake)
            {
                reader.Error(header.Key, mistake);
            }
        }

        foreach (var twice in headers.GroupBy(header => header.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (twice.Skip(1).FirstOrDefault() is { } second)
            {
                reader.Error(second.Key, "is there twice");
            }
        }

        var form = NamedTemplate.Read(reader, "Form", '=');
        var text = reader.Template("Json");
        var json = text is null ? null : JsonTemplate.Read(text, mistake => reader.Error("Json", mistake));
        var request = new RequestTemplate(HttpMethodOf(method), address, headers, json, form);
        request.Check(reader, method, text is not null, reader.Has("Form"));
        return request;
    }

    private void Check(ConfigurationReader reader, GenericMethod method, bool hasJson, bool hasForm)
    {
        var body =
            method == GenericMethod.Get ? "Path"
            : hasJson ? "Json"
            : "Form";
        if (method == GenericMethod.Get && (hasJson || hasForm))
        {
            reader.Error(hasJson ? "Json" : "Form", "has no place in a GET; what is sent stands behind the ? of Path");
            return;
        }

        if (method != GenericMethod.Get && hasJson == hasForm)
        {
            reader.Error("Json", hasJson ? "and Form exclude each other" : "is required, or Form__<field>");
            return;
        }

        // What could not be read would only be missed as well.
        if ((hasJson && Json is null) || Texts.Any(pair => !pair.Text.IsSound))
        {
            return;
        }

        if (!Names("body"))
        {
            reader.Error(body, "{body} stands nowhere: the text would not be sent");
        }

        if (!Names("recipient", "recipientDigits"))
        {
            reader.Error(body, "neither {recipient} nor {recipientDigits} stands anywhere: nobody would get the text");
        }

        if (Address.Texts.Any(text => text.SecretNames.Count > 0 || text.Fields.Any(field => field.IsAnyText)))
        {
            reader.Warn(
                "Path",
                "puts the text or a secret into the address, which servers on the way write into their logs"
            );
        }
    }

    private static HttpMethod HttpMethodOf(GenericMethod method) =>
        method switch
        {
            GenericMethod.Put => HttpMethod.Put,
            GenericMethod.Get => HttpMethod.Get,
            _ => HttpMethod.Post,
        };
}
