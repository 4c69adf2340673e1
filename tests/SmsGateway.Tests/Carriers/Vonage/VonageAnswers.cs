namespace SmsGateway.Tests.Carriers.Vonage;

/// <summary>What Vonage says, whichever way one proves who one is.</summary>
internal static class VonageAnswers
{
    public const string MessageId = "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab";

    /// <summary>What is sent for <see cref="CarrierHarness.Message"/>.</summary>
    public const string Request = $$"""
        {
          "channel": "sms",
          "message_type": "text",
          "to": "61491570156",
          "from": "Acme",
          "text": "{{CarrierHarness.Text}}",
          "ttl": 300,
          "client_ref": "019d2f0cb7a07000800000000000abcd"
        }
        """;

    public static CarrierAnswer Accepted { get; } = new(202, $$"""{ "message_uuid": "{{MessageId}}" }""");

    public static CarrierAnswer Call { get; } =
        new(
            201,
            """
            {
              "uuid": "63f61863-4a51-4f6b-86e1-46edebcf9356", "status": "started", "direction": "outbound",
              "conversation_uuid": "CON-f972836a-550f-45fa-956c-12a2ab5b7d22"
            }
            """
        );

    public static IReadOnlyList<CarrierAnswer> Rejected { get; } =
    [
        Problem(422, "/messages#1430"),
        Problem(422, "/messages#1240"),
        Problem(422, "/messages#1020", "to"),
        Problem(400, "#invalid-params", "to[0].number"),
    ];

    public static IReadOnlyList<CarrierAnswer> Refused { get; } =
    [
        Problem(402, "#low-balance"),
        Problem(401, "#unprovisioned"),
        Problem(403, "#forbidden"),
        Problem(404, "#not-found"),
        Problem(422, "/messages#1120"),
        Problem(422, "/messages#1250"),
        Problem(422, "/messages#1020", "to", "from"),
        Problem(422, "/messages#1020"),
        new(422, ""),
        new(201, """{ "uuid": "63f61863-4a51-4f6b-86e1-46edebcf9356", "status": "failed" }"""),
    ];

    public static CarrierAnswer Problem(int status, string fragment, params string[] parameters) =>
        new(
            status,
            $$"""
            {
              "type": "https://developer.vonage.com/api-errors{{fragment}}",
              "title": "{{CarrierHarness.Recipient}}",
              "detail": "{{CarrierHarness.Text}}",
              "instance": "bf0ca0bf927b3b52e3cb03217e1a1ddf",
              "invalid_parameters": [{{string.Join(
                ", ",
                parameters.Select(name => $$"""{ "name": "{{name}}", "reason": "{{CarrierHarness.Text}}" }""")
            )}}]
            }
            """
        );
}
