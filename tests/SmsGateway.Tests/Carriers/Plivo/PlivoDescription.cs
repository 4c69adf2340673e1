namespace SmsGateway.Tests.Carriers.Plivo;

/// <summary>
/// The request as Plivo describes it, in JSON Schema: https://www.plivo.com/docs/messaging/api/messages, with what its Python client
/// sends (plivo/plivo-python, plivo/resources/messages.py) and https://support.plivo.com, Message Expiry. Only texts are allowed here.
/// </summary>
internal static class PlivoDescription
{
    public const string Text = """
        {
          "type": "object",
          "required": ["dst", "text"],
          "additionalProperties": false,
          "oneOf": [{ "required": ["src"] }, { "required": ["powerpack_uuid"] }],
          "properties": {
            "src": { "type": "string", "pattern": "^[^+]" },
            "powerpack_uuid": { "type": "string" },
            "dst": { "type": "string", "pattern": "^[1-9][0-9]+$" },
            "text": { "type": "string", "maxLength": 1600 },
            "type": { "const": "sms" },
            "url": { "type": "string" },
            "method": { "enum": ["GET", "POST"] },
            "log": { "enum": [true, false, "content_only", "number_only"] },
            "trackable": { "type": "boolean" },
            "message_expiry": { "type": "integer", "minimum": 5, "maximum": 10799 },
            "dlt_entity_id": { "type": "string" },
            "dlt_template_id": { "type": "string" },
            "dlt_template_category": { "type": "string" }
          }
        }
        """;
}
