namespace SmsGateway.Tests.Carriers.Vonage;

/// <summary>
/// The two requests as Vonage describes them, in JSON Schema: the Messages API, version 1.20.0 (https://developer.vonage.com/en/api/messages),
/// and the Voice API, version 1.10.0 (https://developer.vonage.com/en/api/voice), as captured in api-evangelist/vonage,
/// openapi/_original; what an NCCO's talk may hold is from https://developer.vonage.com/en/voice/voice-api/ncco-reference#talk.
/// Only properties of texts are allowed here, and only calls to one telephone.
/// </summary>
internal static class VonageDescription
{
    public const string Text = """
        {
          "type": "object",
          "required": ["to", "from", "message_type", "channel", "text"],
          "additionalProperties": false,
          "properties": {
            "to": { "type": "string", "minLength": 7, "maxLength": 15, "pattern": "^[1-9][0-9]+$" },
            "from": { "type": "string", "pattern": "^[^+]" },
            "message_type": { "const": "text" },
            "channel": { "const": "sms" },
            "text": { "type": "string", "maxLength": 3200 },
            "ttl": { "type": "integer", "minimum": 20, "maximum": 604800 },
            "client_ref": { "type": "string", "maxLength": 100 },
            "webhook_url": { "type": "string" },
            "webhook_version": { "enum": ["v0.1", "v1"] },
            "trusted_recipient": { "type": "boolean" },
            "sms": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "encoding_type": { "enum": ["text", "unicode", "auto"] },
                "content_id": { "type": "string" },
                "entity_id": { "type": "string" },
                "pool_id": { "type": "string" }
              }
            }
          }
        }
        """;

    public const string Call = """
        {
          "type": "object",
          "required": ["to", "ncco"],
          "additionalProperties": false,
          "properties": {
            "to": { "type": "array", "minItems": 1, "maxItems": 1, "items": { "$ref": "#/$defs/phone" } },
            "from": { "$ref": "#/$defs/phone" },
            "random_from_number": { "type": "boolean" },
            "ncco": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/talk" } },
            "event_url": { "type": "array", "items": { "type": "string" } },
            "event_method": { "enum": ["GET", "POST"] },
            "machine_detection": { "enum": ["continue", "hangup"] },
            "length_timer": { "type": "integer", "minimum": 1, "maximum": 86400 },
            "ringing_timer": { "type": "integer", "minimum": 1, "maximum": 120 }
          },
          "oneOf": [
            { "required": ["from"] },
            { "required": ["random_from_number"], "properties": { "random_from_number": { "const": true } } }
          ],
          "$defs": {
            "phone": {
              "type": "object",
              "required": ["type", "number"],
              "additionalProperties": false,
              "properties": {
                "type": { "const": "phone" },
                "number": { "type": "string", "pattern": "^[0-9]{7,15}$" },
                "dtmfAnswer": { "type": "string" }
              }
            },
            "talk": {
              "type": "object",
              "required": ["action", "text"],
              "additionalProperties": false,
              "properties": {
                "action": { "const": "talk" },
                "text": { "type": "string", "maxLength": 1500 },
                "bargeIn": { "type": "boolean" },
                "loop": { "type": "integer", "minimum": 0 },
                "level": { "type": "string" },
                "style": { "type": "integer" },
                "premium": { "type": "boolean" },
                "language": {
                  "enum": [
                    "ar", "ca-ES", "cmn-CN", "cmn-TW", "cs-CZ", "cy-GB", "da-DK", "de-DE", "el-GR", "en-AU", "en-GB", "en-GB-WLS",
                    "en-IN", "en-US", "en-ZA", "es-ES", "es-MX", "es-US", "eu-ES", "fi-FI", "fil-PH", "fr-CA", "fr-FR", "he-IL",
                    "hi-IN", "hu-HU", "id-ID", "is-IS", "it-IT", "ja-JP", "ko-KR", "nb-NO", "nl-NL", "no-NO", "pl-PL", "pt-BR",
                    "pt-PT", "ro-RO", "ru-RU", "sk-SK", "sv-SE", "th-TH", "tr-TR", "uk-UA", "vi-VN", "yue-CN"
                  ]
                }
              }
            }
          }
        }
        """;
}
