namespace SmsGateway.Tests.Carriers.MessageMedia;

/// <summary>
/// The request of <c>POST /v1/messages</c> as MessageMedia describes it, in JSON Schema: <c>Sendmessagesrequest</c> and <c>Message</c>
/// of spec/openapi.yaml, version 2.1.0, in messagemedia/documentation; what metadata may hold, and that a source's type needs a source,
/// is said there in words. Only one text or call is allowed here, and nothing that only an answer has.
/// </summary>
internal static class MessageMediaDescription
{
    public const string Text = """
        {
          "type": "object",
          "required": ["messages"],
          "additionalProperties": false,
          "properties": {
            "messages": { "type": "array", "minItems": 1, "maxItems": 1, "items": { "$ref": "#/$defs/message" } }
          },
          "$defs": {
            "time": { "type": "string", "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" },
            "message": {
              "type": "object",
              "required": ["content", "destination_number"],
              "additionalProperties": false,
              "dependentRequired": { "source_number_type": ["source_number"] },
              "properties": {
                "callback_url": { "type": "string" },
                "content": { "type": "string", "minLength": 1, "maxLength": 5000 },
                "destination_number": { "type": "string", "minLength": 1, "maxLength": 15, "pattern": "^\\+[1-9]\\d+$" },
                "delivery_report": { "type": "boolean" },
                "format": { "enum": ["SMS", "TTS"] },
                "message_expiry_timestamp": { "$ref": "#/$defs/time" },
                "metadata": {
                  "type": "object",
                  "maxProperties": 10,
                  "propertyNames": { "maxLength": 100 },
                  "additionalProperties": { "type": "string", "maxLength": 256 }
                },
                "scheduled": { "$ref": "#/$defs/time" },
                "source_number": { "type": "string" },
                "source_number_type": { "enum": ["INTERNATIONAL", "ALPHANUMERIC", "SHORTCODE"] }
              }
            }
          }
        }
        """;
}
