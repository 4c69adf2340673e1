namespace SmsGateway.Tests.Carriers.EightByEight;

/// <summary>
/// The two requests as 8x8 describes them, in JSON Schema: docs_oas/connect/sms_api.json and voice_v1_api.json (operation Send-Callflow)
/// of 8x8Cloud/public-developer-docs. Only calls that say a text and hang up are allowed here.
/// </summary>
internal static class EightByEightDescription
{
    public const string Text = """
        {
          "type": "object",
          "required": ["destination", "text"],
          "additionalProperties": false,
          "properties": {
            "source": { "type": "string", "maxLength": 16 },
            "destination": { "type": "string", "pattern": "^\\+?[1-9]\\d{6,14}$" },
            "clientMessageId": { "type": "string", "maxLength": 350 },
            "text": { "type": "string" },
            "encoding": { "enum": ["AUTO", "GSM7", "UCS2"] },
            "country": { "type": "string" },
            "scheduled": { "type": "string" },
            "expiry": { "type": "string", "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" },
            "dlrCallbackUrl": { "type": "string" },
            "clientIp": { "type": "string" },
            "track": { "enum": ["None", "Outcome"] }
          }
        }
        """;

    public const string Call = """
        {
          "type": "object",
          "required": ["callflow"],
          "additionalProperties": false,
          "properties": {
            "validUntil": { "type": "string", "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" },
            "callflow": {
              "type": "array",
              "minItems": 3,
              "maxItems": 3,
              "prefixItems": [{ "$ref": "#/$defs/makeCall" }, { "$ref": "#/$defs/say" }, { "$ref": "#/$defs/hangup" }]
            }
          },
          "$defs": {
            "makeCall": {
              "type": "object",
              "required": ["action", "params"],
              "additionalProperties": false,
              "properties": {
                "action": { "const": "makeCall" },
                "params": {
                  "type": "object",
                  "required": ["source", "destination"],
                  "additionalProperties": false,
                  "properties": {
                    "source": { "type": "string", "pattern": "^\\+?[0-9]+$" },
                    "destination": { "type": "string", "pattern": "^\\+?[0-9]+$" }
                  }
                }
              }
            },
            "say": {
              "type": "object",
              "required": ["action", "params"],
              "additionalProperties": false,
              "properties": {
                "action": { "const": "say" },
                "params": {
                  "type": "object",
                  "required": ["text", "voiceProfile"],
                  "additionalProperties": false,
                  "properties": {
                    "text": { "type": "string", "maxLength": 3000 },
                    "voiceProfile": { "type": "string" },
                    "repetition": { "type": "integer", "minimum": 1, "maximum": 3 },
                    "speed": { "type": "number", "minimum": 0.5, "maximum": 2 }
                  }
                }
              }
            },
            "hangup": {
              "type": "object",
              "required": ["action"],
              "additionalProperties": false,
              "properties": { "action": { "const": "hangup" } }
            }
          }
        }
        """;
}
