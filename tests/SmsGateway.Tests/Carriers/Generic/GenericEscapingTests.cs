using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.WebUtilities;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Generic;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.Generic;

/// <summary>Whatever is filled into a template, the other side reads exactly that, in its place and nowhere else.</summary>
public sealed class GenericEscapingTests
{
    /// <summary>What ends a value, a line or a template somewhere.</summary>
    private static readonly Gen<string> Hostile =
        from pieces in Gen.Elements(
                "\"",
                "\\",
                "\\u0022",
                "\",\"admin\":true,\"x\":\"",
                "}",
                "{",
                "{{",
                "{secret:key}",
                "{recipient}",
                "&",
                "&to=1",
                "=",
                "%",
                "%26",
                "%00",
                "+",
                "#",
                "?",
                "/",
                "/../",
                ";",
                "\r\n",
                "\r\nX-Evil: 1",
                "\0",
                "\t",
                "\u2028",
                "\u0085",
                "é",
                "😀",
                "7",
                " "
            )
            .NonEmptyListOf()
        select string.Concat(pieces);

    private static Gen<string> Texts => Gen.OneOf(Hostile, Properties.Text);

    /// <summary>Any secret that a header can hold.</summary>
    private static Gen<string> Secrets =>
        from characters in Gen.Choose(' ', '~').Select(c => (char)c).NonEmptyListOf()
        select string.Concat(characters);

    [Fact]
    public void A_json_string_holds_exactly_the_text()
    {
        var request = Read(
            """Json={"to":{recipientDigits},"text":"{body}","both":"<{body}|{{{id}}}>","whole":{body},"list":["{body}",1],"key":"{secret:key}"}"""
        );
        Properties.ForAll(
            Gen.Zip(Texts, Secrets),
            pair =>
            {
                var (text, secret) = pair;
                using var json = JsonDocument.Parse(Body(request, text, secret));
                using var expected = JsonDocument.Parse(
                    JsonSerializer.SerializeToUtf8Bytes(
                        new
                        {
                            to = 61491570156,
                            text,
                            both = $"<{text}|{{{CarrierHarness.Id}}}>",
                            whole = text,
                            list = new object[] { text, 1 },
                            key = secret,
                        }
                    )
                );
                Assert.True(JsonElement.DeepEquals(expected.RootElement, json.RootElement));
            }
        );
    }

    [Fact]
    public void A_form_field_holds_exactly_the_text()
    {
        var request = Read("Form:to={recipient};Form:text=<{body}>;Form:0=a&b==1;Form:key={secret:key}");
        Properties.ForAll(
            Gen.Zip(Texts, Secrets),
            pair =>
            {
                var (text, secret) = pair;
                Assert.Equal(
                    [("a&b", "=1"), ("key", secret), ("text", $"<{text}>"), ("to", "+61491570156")],
                    Fields(Encoding.ASCII.GetString(Body(request, text, secret)))
                );
            }
        );
    }

    [Fact]
    public void A_parameter_and_a_segment_hold_exactly_what_is_filled_in()
    {
        var request = Read("Method=GET;Path=v1/{recipient}/{secret:key}x/sms?text=({body})&key={secret:key}");
        Properties.ForAll(
            Gen.Zip(Texts, Secrets),
            pair =>
            {
                var (text, secret) = pair;
                var address = new Uri(
                    new Uri("https://sms.example/base/"),
                    request.Address.Render(Values(text, secret))
                );
                Assert.Equal("https://sms.example", address.GetLeftPart(UriPartial.Authority));
                Assert.Equal(
                    ["", "base", "v1", "+61491570156", secret + "x", "sms"],
                    address.AbsolutePath.Split('/').Select(Uri.UnescapeDataString)
                );
                Assert.Equal("", address.Fragment);
                Assert.Equal([("key", secret), ("text", $"({text})")], Fields(address.Query));
            }
        );
    }

    [Fact]
    public void A_header_holds_exactly_the_secret()
    {
        var request = Read(
            """Headers:Authorization=Key {secret:key};Headers:X-Basic={basic:key:key};Headers:X-Sender={sender};Json={"to":"{recipient}","text":"{body}"}"""
        );
        Properties.ForAll(
            Secrets,
            secret =>
            {
                using var message = new HttpRequestMessage();
                request.SetHeaders(message, Values("text", secret));
                Assert.Equal(
                    [
                        ("Authorization", $"Key {secret}"),
                        ("X-Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{secret}:{secret}"))),
                        ("X-Sender", "Acme"),
                    ],
                    message.Headers.NonValidated.Select(header => (header.Key, header.Value.ToString())).Order()
                );
            }
        );
    }

    /// <summary>The same over the wire, where a line end would begin another header.</summary>
    [Theory]
    [InlineData("""Path=send;Json={"to":"{recipient}","text":"{body}"}""")]
    [InlineData("Path=send;Form:to={recipient};Form:text={body}")]
    [InlineData("Method=GET;Path=send?to={recipient}&text={body}")]
    public async Task A_server_reads_exactly_the_text(string settings)
    {
        const string Text = "\",\"to\":\"+1\"}\r\n\r\nX-Evil: 1\r\n&to=2%26to=3#?\\\0 ✓";
        await using var server = await CarrierServer.StartAsync();
        server.Expect(new CarrierAnswer(200, """{ "id": "m-1" }"""));
        using var carrier = CarrierHarness.Create(
            [
                ("Kind", "Http"),
                ("IdPointer", "/id"),
                .. settings.Split(';').Select(setting => setting.Split('=', 2)).Select(pair => (pair[0], pair[1])),
            ],
            server.Address,
            new FakeSecretStore(),
            CarrierHarness.Patient
        );

        Assert.IsType<SendOutcome.Accepted>(
            await carrier.SendAsync(CarrierHarness.Message(text: Text), TestContext.Current.CancellationToken)
        );

        var request = server.Request;
        Assert.DoesNotContain("X-Evil", request.Headers.Keys);
        Assert.Equal(
            [("text", Text), ("to", CarrierHarness.Recipient)],
            request.Body.StartsWith('{')
                ? request.Json().EnumerateObject().Select(member => (member.Name, member.Value.GetString()!)).Order()
                : Fields(request.Body.Length > 0 ? request.Body : request.Path.Split('?', 2)[1])
        );
    }

    [Fact]
    public void The_longest_text_fits_an_address()
    {
        var text = new string('漢', SmsGateway.Messages.SmsMessage.MaxBodyUnits);
        var address = Read("Method=GET;Path=send?to={recipient}&text={body}").Address.Render(Values(text, ""));
        Assert.Equal(
            [("text", text), ("to", CarrierHarness.Recipient)],
            Fields(new Uri(new Uri("https://sms.example/"), address).Query)
        );
    }

    private static RequestTemplate Read(string settings)
    {
        var (options, errors) = OptionsText.Read("Http", "BaseAddress=https://sms.example/base;" + settings);
        Assert.Empty(errors);
        return Assert.IsType<GenericOptions>(options).Request;
    }

    private static PlaceholderValues Values(string text, string secret) =>
        new(CarrierHarness.Message(text: text), new Dictionary<string, string> { ["key"] = secret });

    private static byte[] Body(RequestTemplate request, string text, string secret)
    {
        using var content = request.Content(Values(text, secret));
        using var stream = new MemoryStream();
        content.CopyTo(stream, null, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    private static IEnumerable<(string, string)> Fields(string encoded) =>
        QueryHelpers.ParseQuery(encoded).SelectMany(pair => pair.Value.Select(value => (pair.Key, value!))).Order();
}
