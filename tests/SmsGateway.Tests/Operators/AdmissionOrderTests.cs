using System.Text;
using SmsGateway.Admission;
using SmsGateway.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>What an order may say.</summary>
public sealed class AdmissionOrderTests : IDisposable
{
    private const string Number = "+61491570156";

    private readonly AdmissionDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData(AdmissionList.Block, """{"number":"+61 491 570 156"}""", "number", Number)]
    [InlineData(AdmissionList.Block, """{"prefix":"+99899394"}""", "prefix", "+99899394")]
    [InlineData(AdmissionList.Block, """{"prefix":"+9989"}""", "prefix", "+9989")]
    [InlineData(AdmissionList.Block, """{"ip":"203.0.113.7"}""", "ip", "203.0.113.7/32")]
    [InlineData(AdmissionList.Block, """{"ip":"203.0.113.0/24"}""", "ip", "203.0.113.0/24")]
    [InlineData(AdmissionList.Block, """{"ip":"::ffff:203.0.113.7"}""", "ip", "203.0.113.7/32")]
    [InlineData(AdmissionList.Block, """{"ip":"::FFFF:203.0.113.0/120"}""", "ip", "203.0.113.0/24")]
    [InlineData(AdmissionList.Block, """{"ip":"2001:0DB8:0:0::1"}""", "ip", "2001:db8::1/128")]
    [InlineData(AdmissionList.Block, """{"ip":"2001:db8::/32"}""", "ip", "2001:db8::/32")]
    [InlineData(AdmissionList.Block, """{"caller":"ACTION"}""", "caller", "Action")]
    [InlineData(AdmissionList.Block, """{"region":" uz "}""", "region", "UZ")]
    [InlineData(AdmissionList.Block, """{"number":"+61491570156","ip":null,"until":""}""", "number", Number)]
    [InlineData(AdmissionList.Allow, """{"number":"+61491570156"}""", "number", Number)]
    [InlineData(AdmissionList.Allow, """{"prefix":"+99899394"}""", "prefix", "+99899394")]
    [InlineData(AdmissionList.Allow, """{"ip":"203.0.113.0/24"}""", "ip", "203.0.113.0/24")]
    public async Task An_order_is_kept_in_its_one_form(AdmissionList list, string order, string field, string value)
    {
        var reply = await _desk.PutAsync(list, order);

        Assert.Equal(200, reply.Status);
        Assert.NotNull(Gateway.ReadJson(reply)[field]);
        var entry = Assert.Single(await _desk.ListAsync(list));
        Assert.Equal([field, "until", "reason", "since"], entry.Select(member => member.Key));
        Assert.Equal(value, (string?)entry[field]);
        Assert.Equal((null, null), ((string?)entry["until"], (string?)entry["reason"]));
        Assert.Equal(_desk.Time.GetUtcNow(), (DateTimeOffset)entry["since"]!);
        Assert.Empty(await _desk.ListAsync(list == AdmissionList.Block ? AdmissionList.Allow : AdmissionList.Block));
    }

    [Theory]
    [InlineData("""{"for":"12:00:00"}""", "2026-03-05T00:00:00Z")]
    [InlineData("""{"for":"7.00:00:00"}""", "2026-03-11T12:00:00Z")]
    [InlineData("""{"until":"2026-03-04T12:00:01Z"}""", "2026-03-04T12:00:01Z")]
    [InlineData("""{"until":"2026-03-04T23:30+10:00"}""", "2026-03-04T13:30:00Z")]
    [InlineData("""{"until":"2026-12-01T06:00:00.5Z"}""", "2026-12-01T06:00:00.5Z")]
    public async Task An_end_is_a_moment_or_a_length(string end, string until)
    {
        Assert.Equal(
            200,
            (
                await _desk.PutAsync(
                    AdmissionList.Block,
                    end.Replace("{", """{"region":"UZ",""", StringComparison.Ordinal)
                )
            ).Status
        );
        var entry = Assert.Single(await _desk.ListAsync(AdmissionList.Block));
        Assert.Equal(
            DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture),
            (DateTimeOffset)entry["until"]!
        );
    }

    [Theory]
    [InlineData("{}", "", "exactly one of number, prefix, ip, caller, region")]
    [InlineData("""{"number":"  "}""", "", "exactly one of")]
    [InlineData("""{"number":"+61491570156","region":"AU"}""", "", "exactly one of")]
    [InlineData("""{"number":"12","ip":"1"}""", ",ip,number", "exactly one of")]
    [InlineData("""{"number":"0491570156"}""", "number", "E.164")]
    [InlineData("""{"number":61491570156}""", "number", "must be a text")]
    [InlineData("""{"numbr":"+61491570156"}""", "numbr", "did you mean number?")]
    [InlineData("""{"region":"AU","note":"x"}""", "note", "there are number, prefix")]
    [InlineData("""{"prefix":"9989"}""", "prefix", "a plus sign and 1 to 14 digits")]
    [InlineData("""{"prefix":"+0998"}""", "prefix", "a plus sign and 1 to 14 digits")]
    [InlineData("""{"prefix":"+998 99394"}""", "prefix", "a plus sign and 1 to 14 digits")]
    [InlineData("""{"prefix":"+998993941234567"}""", "prefix", "a plus sign and 1 to 14 digits")]
    [InlineData("""{"prefix":"+1"}""", "prefix", "add force=true to the query")]
    [InlineData("""{"prefix":"+998"}""", "prefix", "add force=true to the query")]
    [InlineData("""{"ip":"0.0.0.0/0"}""", "ip", "add force=true to the query")]
    [InlineData("""{"ip":"64.0.0.0/7"}""", "ip", "add force=true to the query")]
    [InlineData("""{"ip":"2000::/3"}""", "ip", "add force=true to the query")]
    [InlineData("""{"ip":"::/0"}""", "ip", "add force=true to the query")]
    [InlineData("""{"ip":"1"}""", "ip", "must be an address or a range")]
    [InlineData("""{"ip":"203.0.113"}""", "ip", "must be an address or a range")]
    [InlineData("""{"ip":"203.0.113.0/33"}""", "ip", "must be an address or a range")]
    [InlineData("""{"ip":"fe80::1%1"}""", "ip", "must be an address or a range")]
    [InlineData("""{"ip":"example.com"}""", "ip", "must be an address or a range")]
    [InlineData("""{"caller":"nobody"}""", "caller", "there is no caller 'nobody'; configured are auth0, Action")]
    [InlineData("""{"region":"UK"}""", "region", "it is GB")]
    [InlineData("""{"region":"XX"}""", "region", "ISO 3166-1")]
    [InlineData("""{"region":"AU","until":"tomorrow"}""", "until", "a moment with its zone")]
    [InlineData("""{"region":"AU","until":"2026-12-01T06:00:00"}""", "until", "a moment with its zone")]
    [InlineData("""{"region":"AU","until":"2026-12-01"}""", "until", "a moment with its zone")]
    [InlineData("""{"region":"AU","until":"2026-03-04T12:00:00Z"}""", "until", "later than now, 2026-03-04 12:00:00Z")]
    [InlineData("""{"region":"AU","for":"1h"}""", "for", "written hh:mm:ss")]
    [InlineData("""{"region":"AU","for":"90"}""", "for", "written hh:mm:ss")]
    [InlineData("""{"region":"AU","for":"01:00"}""", "for", "written hh:mm:ss")]
    [InlineData("""{"region":"AU","for":"00:00:00"}""", "for", "written hh:mm:ss")]
    [InlineData("""{"region":"AU","for":"-01:00:00"}""", "for", "written hh:mm:ss")]
    [InlineData("""{"region":"AU","for":"367.00:00:00"}""", "for", "at most 366 days")]
    [InlineData("""{"region":"AU","for":"01:00:00","until":"2026-12-01T06:00:00Z"}""", "for", "leave one of them out")]
    [InlineData("""{"region":"AU","reason":"a\u001b[2Jb"}""", "reason", "at most 200 characters")]
    [InlineData(
        """{"number":"12","for":"1h","until":"1","reason":"a\u0000b","x":1}""",
        "for,number,reason,until,x",
        "E.164"
    )]
    [InlineData("", "", "must be a JSON object")]
    [InlineData("[]", "", "must be a JSON object")]
    [InlineData("""{"region":"AU" """, "", "must be a JSON object")]
    [InlineData("""{"region":"AU","region":"NZ"}""", "", "each of its fields once")]
    [InlineData("""{"region":"\ud800"}""", "", "must be a JSON object in UTF-8")]
    public async Task What_is_wrong_with_an_order_is_told_at_once_and_nothing_is_done(
        string order,
        string fields,
        string sentence
    )
    {
        var reply = await _desk.PutAsync(AdmissionList.Block, order);

        Assert.Equal((400, "application/problem+json"), (reply.Status, reply.ContentType));
        Assert.Equal(fields.Split(','), Errors(reply));
        Assert.Contains(sentence, Text(reply), StringComparison.Ordinal);
        Assert.Equal(0, _desk.Store.Writes);
    }

    [Theory]
    [InlineData("""{"caller":"auth0"}""", "caller")]
    [InlineData("""{"region":"AU"}""", "region")]
    public async Task There_is_nothing_to_allow_of_a_caller_or_a_region(string order, string field)
    {
        var reply = await _desk.PutAsync(AdmissionList.Allow, order);

        Assert.Equal(400, reply.Status);
        Assert.Equal([field], Errors(reply));
        Assert.Contains("cannot be allowed", Text(reply), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_longer_than_any_is_refused_unread()
    {
        var reply = await _desk.PutAsync(
            AdmissionList.Block,
            $$"""{"region":"AU","reason":"{{new string('x', 5000)}}"}"""
        );
        Assert.Equal(400, reply.Status);
        Assert.Equal([""], Errors(reply));
    }

    [Fact]
    public async Task A_reason_has_200_characters_at_most()
    {
        var order = """{"region":"AU","reason":"?"}""";
        var most = order.Replace("?", new string('x', 200), StringComparison.Ordinal);
        var more = order.Replace("?", new string('x', 201), StringComparison.Ordinal);
        Assert.Equal(400, (await _desk.PutAsync(AdmissionList.Block, more)).Status);
        Assert.Equal(200, (await _desk.PutAsync(AdmissionList.Block, most)).Status);
    }

    private static IEnumerable<string> Errors(HttpReply reply) =>
        [.. Gateway.ReadJson(reply)["errors"]!.AsObject().Select(error => error.Key)];

    private static string Text(HttpReply reply) => Encoding.UTF8.GetString(reply.Body.Span);
}
