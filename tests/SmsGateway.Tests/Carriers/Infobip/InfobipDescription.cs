namespace SmsGateway.Tests.Carriers.Infobip;

/// <summary>
/// The two requests as Infobip describes them, in JSON Schema: its OpenAPI 3.210.0 as captured in api-evangelist/infobip,
/// openapi/_original (<c>SmsRequestEnvelope</c>), and for calls <c>CallsSingleBody</c> of infobip/infobip-api-csharp-client. Only texts to
/// one recipient are allowed here, and only calls that say one.
/// </summary>
internal static class InfobipDescription
{
    public const string Text = """
        {
          "type": "object",
          "required": ["messages"],
          "additionalProperties": false,
          "properties": {
            "messages": { "type": "array", "minItems": 1, "maxItems": 1, "items": { "$ref": "#/$defs/message" } },
            "options": { "type": "object" }
          },
          "$defs": {
            "message": {
              "type": "object",
              "required": ["destinations", "content"],
              "additionalProperties": false,
              "properties": {
                "sender": { "type": "string", "pattern": "^[^+]" },
                "destinations": {
                  "type": "array",
                  "minItems": 1,
                  "maxItems": 1,
                  "items": {
                    "type": "object",
                    "required": ["to"],
                    "additionalProperties": false,
                    "properties": {
                      "to": { "type": "string", "pattern": "^[1-9][0-9]+$" },
                      "messageId": { "type": "string" },
                      "networkId": { "type": "integer" }
                    }
                  }
                },
                "content": {
                  "type": "object",
                  "required": ["text"],
                  "additionalProperties": false,
                  "properties": {
                    "text": { "type": "string" },
                    "transliteration": { "type": "string" },
                    "language": { "type": "object" }
                  }
                },
                "options": {
                  "type": "object",
                  "additionalProperties": false,
                  "properties": {
                    "platform": { "type": "object" },
                    "validityPeriod": {
                      "type": "object",
                      "required": ["amount"],
                      "additionalProperties": false,
                      "properties": {
                        "amount": { "type": "integer", "minimum": 1 },
                        "timeUnit": { "enum": ["SECONDS", "MINUTES", "HOURS"] }
                      }
                    },
                    "deliveryTimeWindow": { "type": "object" },
                    "campaignReferenceId": { "type": "string" },
                    "regional": { "type": "object" },
                    "flash": { "type": "boolean" }
                  }
                },
                "webhooks": { "type": "object" }
              }
            }
          }
        }
        """;

    public const string Call = """
        {
          "type": "object",
          "required": ["from", "to", "text"],
          "additionalProperties": false,
          "properties": {
            "from": { "type": "string", "pattern": "^[1-9][0-9]+$" },
            "to": { "type": "string", "pattern": "^[1-9][0-9]+$" },
            "text": { "type": "string", "maxLength": 1400 },
            "language": { "type": "string" },
            "voice": {
              "type": "object",
              "additionalProperties": false,
              "properties": { "name": { "type": "string" }, "gender": { "enum": ["male", "female"] } }
            }
          }
        }
        """;
}
