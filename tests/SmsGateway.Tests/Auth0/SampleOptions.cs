using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>Options of sms connections as documents and tools write them, and some that are awkward to keep.</summary>
internal static class SampleOptions
{
    /// <summary>In the manner of the documents' gateway sample: strategy among the options, forward_req_info a text.</summary>
    public const string Documented = """
        {
          "strategy": "sms",
          "provider": "sms_gateway",
          "gateway_url": "https://old-gateway.example/send",
          "from": "+15005550006",
          "template": "Your verification code is: @@password@@",
          "brute_force_protection": true,
          "forward_req_info": "true",
          "disable_signup": false,
          "name": "sms",
          "syntax": "md_with_macros",
          "gateway_authentication": {
            "method": "bearer",
            "subject": "urn:Auth0",
            "audience": "urn:old-gateway",
            "secret": "MySecretToSignTheToken",
            "secret_base64_encoded": false
          },
          "totp": { "time_step": 300, "length": 6 }
        }
        """;

    public const string Twilio =
        """{"provider":"twilio","twilio_sid":"AC0123456789abcdef0123456789abcdef","twilio_token":"twilio-token-to-be-kept","messaging_service_sid":"MG1","from":"+15005550006","template":"@@password@@","syntax":"md_with_macros","name":"sms","disable_signup":false,"brute_force_protection":true,"totp":{"time_step":300,"length":6}}""";

    /// <summary>As Terraform's tests write it: no subject order of anybody else's, audience an address, authentication first.</summary>
    public const string Terraform =
        """{"gateway_authentication":{"audience":"https://test.us.auth0.com/sms","method":"bearer","secret":"4e2680bb72ec2ae24836476dd37ed6c2","secret_base64_encoded":false,"subject":"test.us.auth0.com:sms"},"gateway_url":"https://somewhere.example/sms-gateway","forward_req_info":true,"provider":"sms_gateway","from":"+12345678","syntax":"md_with_macros","template":"@@password@@","totp":{"length":6,"time_step":300},"upstream_params":{"screen_name":{"alias":"login_hint"}},"disable_signup":false,"brute_force_protection":true,"name":"sms","messaging_service_sid":null}""";

    /// <summary>A Liquid template, with options that nobody documents.</summary>
    public const string Liquid =
        """{"syntax":"liquid","template":"{% if request_language contains 'de' %}Dein Code f\u00fcr {{ application.name }}: {{ code }}{% else %}Your code: {{ code }}{% endif %}","provider":"sms_gateway","gateway_url":"https://old-gateway.example/send","x_unknown":{"nested":[1,{"deep":null}],"flag":true},"mfa":null,"list":[],"empty":{},"gateway_authentication":null,"from":"Acme"}""";

    /// <summary>Numbers, escapes and spaces that a tree of values would write anew.</summary>
    public const string Awkward =
        "{ \"rate\" : 1e3 ,\t\"price\":300.0,\"big\":12345678901234567890.123456789,\"neg\":-0.0,\"exp\":1E+2,"
        + "\"escaped\":\"\\u00e9\\/\\ud83d\\ude00\\u0041\\\"\",\"raw\":\"é😀<>&'+\",\"provider\":\"twilio\",\"twilio_sid\":\"AC1\",\"twilio_token\":\"t\\u006fken-kept\",\n"
        + "  \"gateway_authentication\" : { \"extra\" : 1.50, \"secret\":\"s\", \"audience\":\"a\", \"method\" :\"bearer\" },\r\n \"\\u0066rom\":\"Acme\",\"totp\":{\"time_step\":3e2} }";

    public const string Empty = "{}";

    public static TheoryData<string, string> All =>
        new()
        {
            { nameof(Documented), Documented },
            { nameof(Twilio), Twilio },
            { nameof(Terraform), Terraform },
            { nameof(Liquid), Liquid },
            { nameof(Awkward), Awkward },
            { nameof(Empty), Empty },
        };
}
