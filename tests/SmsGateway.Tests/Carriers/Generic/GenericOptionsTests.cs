using Microsoft.Extensions.Configuration;
using SmsGateway.Carriers;
using SmsGateway.Configuration;
using Xunit;

namespace SmsGateway.Tests.Carriers.Generic;

public sealed class GenericOptionsTests
{
    /// <summary>In every value that is wrong, to see that none is quoted.</summary>
    private const string Private = "s3cr3t-9f86d081";

    private const string Body = """{"to":"{recipient}","text":"{body}"}""";
    private const string Good = $"BaseAddress=https://sms.example/api/;IdPointer=/id;Json={Body}";

    [Theory]
    [InlineData("BaseAddress", "is required", $"Json={Body}")]
    [InlineData("BaseAddress", "must have no query", $"BaseAddress=https://sms.example/send?k={Private};Json={Body}")]
    [InlineData("BaseAddress", "must have no query", $"BaseAddress=https://sms.example/send#{Private};Json={Body}")]
    [InlineData("BaseAddress", "must have no query", $"BaseAddress=https://sms.example/send/?;Json={Body}")]
    [InlineData("Path", "is required", $"BaseAddress=https://sms.example;Json={Body}")]
    [InlineData("BaseAddress", "must use https", $"BaseAddress=http://sms.example/;Json={Body}")]
    [InlineData("Json", "is required, or Form__<field>", "BaseAddress=https://sms.example/api/")]
    [InlineData("Json", "and Form exclude each other", Good + ";Form:to={recipient};Form:text={body}")]
    [InlineData("Json", "has no place in a GET", Good + ";Method=GET")]
    [InlineData("Method", "must be one of Post, Put, Get", Good + ";Method=PATCH")]
    [InlineData("Json", "is not JSON: line 1, byte 38", """Json={"to":"{recipient}","text":"{body}", }""")]
    [InlineData("Json", "is not JSON", """Json={"to":"{recipient}","text":"{body}" """)]
    [InlineData("Json", "is not JSON", """Json={"to":"{recipient}","text":"{body}"} x""")]
    [InlineData("Json", "is not JSON", """Json={to:"{recipient}","text":"{body}"}""")]
    [InlineData("Json", "is not JSON", "Json=recipient {recipient}: {body}")]
    [InlineData("Json", "must be a JSON object or array", """Json="{recipient} {body}" """)]
    [InlineData("Json", "must be a JSON object or array", "Json={body}")]
    [InlineData("Json", "has a member twice", """Json={"to":"{recipient}","text":"{body}","to":1}""")]
    [InlineData(
        "Json",
        "a placeholder cannot be a member's name",
        """Json={"{recipient}":"{body}","t":"{recipient}"}"""
    )]
    [InlineData("Json", "a placeholder cannot be a member's name", """Json={{id}:"{body}","t":"{recipient}"}""")]
    [InlineData(
        "Json",
        "unknown placeholder {recipent}; did you mean {recipient}?",
        """Json={"to":"{recipent}","text":"{body}"}"""
    )]
    [InlineData(
        "Json",
        "unknown placeholder {expirySecond}; did you mean {expirySeconds}?",
        """Json={"to":"{recipient}","text":"{body}","ttl":{expirySecond}}"""
    )]
    [InlineData("Path", "unknown placeholder {secrt}; did you mean {secret:<name>}?", Good + ";Path=sms?key={secrt:x}")]
    [InlineData("Headers__X", "unknown placeholder {ids}; did you mean {id}?", Good + ";Headers:X={ids}")]
    [InlineData(
        "Json",
        "holds an unknown placeholder; known are {recipient}, {recipientDigits}, {body},",
        """Json={"to":"{recipient}","text":"{body}","x":"{""" + Private + "}\"}"
    )]
    [InlineData("Json", "a { without its }", """Json={"to":"{recipient","text":"{body}"}""")]
    [InlineData("Json", "a { without its }", """Json={"to":"{recipient}","text":"{{x: {body {id}"}""")]
    [InlineData("Json", "a } without its {", """Json={"to":"{recipient}","text":"{body}}"}""")]
    [InlineData("Form__text", "a { without its }", "Form:to={recipient};Form:text={body")]
    [InlineData("Path", "a } without its {", Good + ";Path=v1/{id}}/x")]
    [InlineData("Headers__X", "a } without its {", Good + ";Headers:X=id}")]
    [InlineData("Json", "{body} stands nowhere", """Json={"to":"{recipient}","text":"body"}""")]
    [InlineData("Form", "{body} stands nowhere", "Form:to={recipient}")]
    [InlineData("Json", "neither {recipient} nor", """Json={"to":"{sender}","text":"{body}"}""")]
    [InlineData("Path", "neither {recipient} nor", "Method=GET;Path=send?text={body}")]
    [InlineData("Path", "must be a path below BaseAddress", Good + ";Path=https://" + Private + ".example/sms")]
    [InlineData("Path", "must be a path below BaseAddress", Good + ";Path=//" + Private + ".example/sms")]
    [InlineData("Path", "must be a path below BaseAddress", Good + ";Path=v1/../admin")]
    [InlineData("Path", "holds what no address holds", Good + ";Path=v1/a b")]
    [InlineData("Path", "holds what no address holds", Good + ";Path=v1/a%zz")]
    [InlineData("Path", "holds what no address holds", Good + ";Path=v1/a?b=c#d")]
    [InlineData("Path", "holds what no address holds", Good + @";Path=v1\a")]
    [InlineData("Path", "{body} may stand behind the ? only", Good + ";Path=v1/{body}")]
    [InlineData("Path", "{sender} may stand behind the ? only", Good + ";Path=v1/{sender}/sms")]
    [InlineData("Path", "is a placeholder", Good + ";Path=workspaces/<workspace id>/messages")]
    [InlineData("Path", "credential in clear", Good + ";Path=sms?api_key=" + Private)]
    [InlineData("Headers__Authorization", "credential in clear", Good + ";Headers:Authorization=Bearer " + Private)]
    [InlineData("Headers__X-Api-Key", "credential in clear", Good + ";Headers:X-Api-Key=" + Private)]
    [InlineData("Headers__0", "credential in clear", Good + ";Headers:0=X-Auth-Token: " + Private)]
    [InlineData(
        "Form__password",
        "credential in clear",
        "Form:to={recipient};Form:text={body};Form:password=" + Private
    )]
    [InlineData(
        "Json",
        "credential in clear",
        """Json={"to":"{recipient}","text":"{body}","auth":{"apiKey":"x-""" + Private + "\"}}"
    )]
    [InlineData(
        "Headers__Authorization",
        "a secret is written {secret:<name>}",
        Good + ";Headers:Authorization={secret}"
    )]
    [InlineData("Headers__Authorization", "a secret is written", Good + ";Headers:Authorization={secret:a:b}")]
    [InlineData("Headers__Authorization", "basic authentication is written", Good + ";Headers:Authorization={basic:a}")]
    [InlineData("Headers__Authorization", "is a placeholder", Good + ";Headers:Authorization=Bearer <your key>")]
    [InlineData("Headers__Host", "cannot be set", Good + ";Headers:Host=sms.example")]
    [InlineData("Headers__Content-Type", "cannot be set", Good + ";Headers:Content-Type=text/plain")]
    [InlineData("Headers__Content-Length", "cannot be set", Good + ";Headers:Content-Length=1")]
    [InlineData("Headers__transfer-encoding", "cannot be set", Good + ";Headers:transfer-encoding=chunked")]
    [InlineData("Headers__X-Correlation-Id", "cannot be set", Good + ";Headers:X-Correlation-Id={id}")]
    [InlineData("Headers__X Y", "cannot be set", Good + ";Headers:X Y=z")]
    [InlineData("Headers__X", "printable ASCII", Good + ";Headers:X=a\r\nY: b")]
    [InlineData("Headers__X", "printable ASCII", Good + ";Headers:X=schlüssel")]
    [InlineData("Headers__X", "{body} cannot stand in a header", Good + ";Headers:X={body}")]
    [InlineData("Headers__1", "is there twice", Good + ";Headers:0=X: a;Headers:1=x: b")]
    [InlineData("Headers__0", "must be name: value", Good + ";Headers:0=nothing")]
    [InlineData("Form__0", "must be name= value", "Form:to={recipient};Form:text={body};Form:0=nothing")]
    [InlineData("Headers__X", "is empty", Good + ";Headers:X=")]
    [InlineData("Headers__X", "is a single value", Good + ";Headers:X:Y=z")]
    [InlineData("Headers", "is a section", Good + ";Headers=X: y")]
    [InlineData("SuccessStatus", "must be statuses from 200 to 299", Good + ";SuccessStatus=2xx")]
    [InlineData("SuccessStatus", "must be statuses from 200 to 299", Good + ";SuccessStatus=200-404")]
    [InlineData("SuccessStatus", "must be statuses from 200 to 299", Good + ";SuccessStatus=204-200")]
    [InlineData("SuccessStatus", "must be statuses from 200 to 299", Good + ";SuccessStatus=200-202-204")]
    [InlineData("SuccessValues", "is required with SuccessPointer", Good + ";SuccessPointer=/status")]
    [InlineData("SuccessPointer", "is required with SuccessValues", Good + ";SuccessValues=ok")]
    [InlineData("SuccessPointer", "must be JSON pointers", Good + ";SuccessPointer=$.status;SuccessValues=ok")]
    [InlineData("CodePointer", "must be JSON pointers", Good + ";CodePointer=/a/b code")]
    [InlineData("CodePointer", "must be JSON pointers", Good + ";CodePointer=/a~2b")]
    [InlineData("CodePointer", "must be JSON pointers", Good + ";CodePointer=/a~")]
    [InlineData("RejectedCodes", "needs CodePointer", Good + ";RejectedCodes=12")]
    [InlineData("RejectedCodes", "http- and no status", Good + ";RejectedCodes=http-4xx")]
    [InlineData("RefusedCodes", "a success by SuccessStatus", Good + ";RefusedCodes=http-201")]
    [InlineData("ThrottledCodes", "502 or 504", Good + ";ThrottledCodes=http-504")]
    [InlineData(
        "RefusedCodes",
        "in RejectedCodes already",
        Good + ";CodePointer=/code;RejectedCodes=1, 2;RefusedCodes=2, 3"
    )]
    [InlineData("AlwaysUseForm", "did you mean AlwaysUseFrom?", Good + ";AlwaysUseForm=true")]
    [InlineData("From", "is required with AlwaysUseFrom", Good + ";AlwaysUseFrom=true")]
    public void A_mistake_is_named_with_its_key_and_without_its_value(string key, string expected, string settings)
    {
        var isComplete = key == "BaseAddress" || settings.StartsWith("BaseAddress=", StringComparison.Ordinal);
        var address = isComplete ? "" : "BaseAddress=https://sms.example/api/;";
        var (_, errors) = OptionsText.Read("Http", address + settings);

        var error = Assert.Single(errors);
        Assert.StartsWith($"Gateway__Carriers__main__{key}: ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain(Private, error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var (_, errors) = OptionsText.Read(
            "Http",
            """Path=a//b;Headers:Host=x;Headers:X={boddy};Json={"to":"{recipent}"};IdPointer=id;RejectedCodes=1;Colour=2"""
        );

        Assert.Equal(
            ["BaseAddress", "Colour", "Headers__Host", "Headers__X", "IdPointer", "Json", "Path", "RejectedCodes"],
            errors
                .Select(error =>
                    error["Gateway__Carriers__main__".Length..error.IndexOf(": ", StringComparison.Ordinal)]
                )
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("Path=")]
    [InlineData("Path=v1/{region}/{recipientDigits}/{id}/sms%20x?from={sender}&&key={secret:a}")]
    [InlineData("Headers:Idempotency-Key={repeatKey}")]
    [InlineData("Headers:Cookie=a={secret:a}")]
    [InlineData("CodePointer=/a~0b~1c/0 /;RejectedCodes=x")]
    [InlineData("""Json={"to":["{recipient}"],"text":"{{{BODY}}} ","identifierKey":"phone","token":null,"key":""}""")]
    [InlineData("""Json=[{"to":{recipient},"text":{body},"n":-1.5e3}]""")]
    public void What_is_right_has_no_mistake(string settings)
    {
        var (_, errors) = OptionsText.Read(
            "Http",
            settings.StartsWith("Json", StringComparison.Ordinal)
                ? "BaseAddress=https://sms.example/api/;" + settings
                : $"{Good};{settings}"
        );
        Assert.Empty(errors);
    }

    [Fact]
    public void Each_secret_is_known_once_by_the_setting_that_names_it()
    {
        var (options, errors) = OptionsText.Read(
            "Http",
            "BaseAddress=https://sms.example/api/;Path=x?k={secret:one};Headers:Authorization=Basic {basic:two:three};"
                + """Headers:X={secret:two};Json={"to":"{recipient}","text":"{body}","k":["{secret:four}","{secret:one}"]}"""
        );

        Assert.Empty(errors);
        Assert.Equal(
            [
                ("Headers__Authorization", "two"),
                ("Headers__Authorization (secret 2)", "three"),
                ("Json", "four"),
                ("Path", "one"),
            ],
            options!.SecretNames.Select(pair => (pair.Key, pair.Value)).Order()
        );
    }

    [Theory]
    [InlineData("IdPointer", "counts as accepted", $"Json={Body}")]
    [InlineData("Path", "write into their logs", $"Json={Body};IdPointer=/id;Path=sms?key={{secret:key}}")]
    [InlineData("Path", "write into their logs", "Method=GET;IdPointer=/id;Path=sms?to={recipient}&text={body}")]
    [InlineData("From", "is of no use", $"Json={Body};IdPointer=/id;From=Acme")]
    [InlineData("Senders", "is of no use", $"Json={Body};IdPointer=/id;Senders:AU=Acme")]
    [InlineData(null, null, $"Json={Body};IdPointer=/id")]
    [InlineData(null, null, $"Json={Body};SuccessPointer=/status;SuccessValues=ok")]
    [InlineData(null, null, """Json={"to":"{recipient}","text":"{body}","from":"{sender}"};IdPointer=/id;From=Acme""")]
    public void What_is_hardly_meant_so_is_a_warning(string? key, string? expected, string settings)
    {
        var warnings = WarningsOf($"BaseAddress=https://sms.example/api/;{settings}");

        Assert.Equal(key is null ? 0 : 1, warnings.Count);
        Assert.All(
            warnings,
            warning =>
            {
                Assert.StartsWith($"Gateway__Carriers__main__{key}: ", warning, StringComparison.Ordinal);
                Assert.Contains(expected!, warning, StringComparison.Ordinal);
            }
        );
    }

    private static List<string> WarningsOf(string settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings
                    .Split(';')
                    .Select(setting => setting.Split('=', 2))
                    .Append(["Kind", "Http"])
                    .Select(pair => KeyValuePair.Create($"Gateway:Carriers:main:{pair[0]}", (string?)pair[1]))
            )
            .Build();
        var (errors, warnings) = (new List<string>(), new List<string>());
        CarrierCatalog.Read(
            new ConfigurationReader(configuration.GetSection("Gateway:Carriers:main"), errors, warnings)
        );
        Assert.Empty(errors);
        return warnings;
    }
}
