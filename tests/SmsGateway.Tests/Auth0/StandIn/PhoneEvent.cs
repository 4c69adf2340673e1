using System.Text.Json.Nodes;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>The <c>event</c> that Auth0 gives an Action of the trigger custom-phone-provider.</summary>
internal static class PhoneEvent
{
    public static JsonObject Create(CodeRequest user, string code, IReadOnlyDictionary<string, string> secrets) =>
        new()
        {
            ["notification"] = new JsonObject
            {
                ["recipient"] = user.Phone,
                ["as_text"] = $"{code} is your verification code",
                ["as_voice"] = $"Your code is {string.Join(' ', code.ToCharArray())}",
                ["code"] = code,
                ["delivery_method"] = "text",
                ["locale"] = "en_US",
                ["message_type"] = "otp_verify",
            },
            ["client"] = new JsonObject
            {
                ["client_id"] = Auth0StandIn.ClientId,
                ["name"] = "Stand-in",
                ["metadata"] = new JsonObject(),
            },
            ["connection"] = new JsonObject
            {
                ["id"] = "con_1",
                ["name"] = "sms",
                ["strategy"] = "sms",
            },
            ["organization"] = new JsonObject
            {
                ["id"] = "org_1",
                ["name"] = "acme",
                ["display_name"] = "Acme",
                ["metadata"] = new JsonObject(),
            },
            ["request"] = new JsonObject
            {
                ["ip"] = user.Ip,
                ["method"] = "POST",
                ["hostname"] = "stand-in.example",
                ["language"] = "en",
                ["user_agent"] = user.UserAgent,
                ["geoip"] = new JsonObject
                {
                    ["countryCode"] = "US",
                    ["latitude"] = 47.6,
                    ["longitude"] = -122.3,
                },
            },
            ["tenant"] = new JsonObject { ["id"] = "stand-in" },
            ["transaction"] = new JsonObject { ["correlation_id"] = "correlation-" + code },
            ["user"] = new JsonObject
            {
                ["user_id"] = "sms|1",
                ["phone_number"] = user.Phone,
                ["phone_verified"] = false,
            },
            ["secrets"] = new JsonObject(
                secrets.Select(secret => KeyValuePair.Create(secret.Key, (JsonNode?)secret.Value))
            ),
        };
}
