using System.Text;
using SmsGateway.Admission;
using SmsGateway.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>What becomes of orders that are right.</summary>
public sealed class AdmissionListsTests : IDisposable
{
    private const string Number = "+61491570156";

    private readonly AdmissionDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("""{"prefix":"+1"}""")]
    [InlineData("""{"ip":"0.0.0.0/0"}""")]
    public async Task What_means_whole_countries_is_done_when_it_is_meant(string order)
    {
        Assert.Equal(200, (await _desk.PutAsync(AdmissionList.Block, order, force: true)).Status);
        Assert.Equal("blocked", _desk.Post("+12025550123", ip: "203.0.113.7"));
    }

    [Theory]
    [InlineData("""{"number":"+61491570156"}""")]
    [InlineData("""{"prefix":"+614915"}""")]
    [InlineData("""{"ip":"203.0.113.0/24"}""")]
    [InlineData("""{"ip":"::ffff:203.0.113.7"}""")]
    [InlineData("""{"caller":"AUTH0"}""")]
    [InlineData("""{"region":"AU"}""")]
    public async Task A_block_holds_as_soon_as_it_is_answered_until_it_is_over(string order)
    {
        Assert.Null(_desk.Post(Number, ip: "203.0.113.7"));

        await _desk.PutAsync(
            AdmissionList.Block,
            order.Replace("}", ""","for":"01:00:00"}""", StringComparison.Ordinal)
        );

        Assert.Equal("blocked", _desk.Post(Number, ip: "203.0.113.7"));
        Assert.Null(_desk.Post("+12025550123", "Action", "198.51.100.1"));
        _desk.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(_desk.Post(Number, ip: "203.0.113.7"));
        Assert.Empty(await _desk.ListAsync(AdmissionList.Block));
    }

    /// <summary>A day of notes is read before the first request comes, and not with it.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task What_others_counted_is_heard_at_start_where_anything_is_counted(bool counts, int reads)
    {
        using var desk = new AdmissionDesk(options: counts ? new AdmissionOptions() : AdmissionOptions.Off);

        await desk.StartAsync();

        Assert.Equal(reads, desk.Store.NoteReads);
    }

    [Fact]
    public async Task The_same_value_again_replaces_its_entry_and_the_newest_comes_first()
    {
        await _desk.PutAsync(AdmissionList.Block, """{"number":"+61491570156","reason":"first"}""");
        await _desk.PutAsync(AdmissionList.Allow, """{"number":"+61491570156"}""");
        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        await _desk.PutAsync(AdmissionList.Block, """{"region":"UZ"}""");
        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        await _desk.PutAsync(AdmissionList.Block, """{"number":"+61 491 570 156","reason":"second"}""");

        var entries = await _desk.ListAsync(AdmissionList.Block);
        Assert.Equal(["second", null], entries.Select(entry => (string?)entry["reason"]));
        Assert.Single(await _desk.ListAsync(AdmissionList.Allow));
    }

    [Fact]
    public async Task Two_operators_at_once_both_get_their_entry()
    {
        var other = new AdmissionEntry(AdmissionList.Block, EntryKind.Region, "UZ", Samples.Start, null, null);
        _desk.Store.OnWrite = () =>
        {
            _desk.Store.OnWrite = null;
            _desk.Store.Document = new AdmissionDocument([other]);
        };

        Assert.Equal(200, (await _desk.PutAsync(AdmissionList.Block, """{"region":"AU"}""")).Status);
        Assert.Equal(2, (await _desk.ListAsync(AdmissionList.Block)).Count);
    }

    [Theory]
    [InlineData("""{"number":"+61491570156"}""", "number", "+61491570156")]
    [InlineData("""{"number":"+61491570156"}""", "number", " 61491570156")]
    [InlineData("""{"number":"+61491570156"}""", "number", "+61 491 570 156")]
    [InlineData("""{"prefix":"+99899394"}""", "prefix", " 99899394")]
    [InlineData("""{"ip":"203.0.113.7"}""", "ip", "203.0.113.7")]
    [InlineData("""{"ip":"203.0.113.7"}""", "ip", "203.0.113.7/32")]
    [InlineData("""{"caller":"auth0"}""", "caller", "AUTH0")]
    [InlineData("""{"region":"AU"}""", "region", "au")]
    public async Task An_entry_is_removed_by_its_value(string order, string name, string value)
    {
        await _desk.PutAsync(AdmissionList.Block, order);

        Assert.Equal(204, (await _desk.DeleteAsync(AdmissionList.Block, name, value)).Status);
        Assert.Empty(await _desk.ListAsync(AdmissionList.Block));
        Assert.Equal(404, (await _desk.DeleteAsync(AdmissionList.Block, name, value)).Status);
        Assert.Equal(2, _desk.Store.Writes);
    }

    [Fact]
    public async Task A_block_of_a_caller_that_is_configured_no_more_can_be_removed()
    {
        _desk.Store.Document = new AdmissionDocument([
            new AdmissionEntry(AdmissionList.Block, EntryKind.Caller, "former", Samples.Start, null, null),
        ]);
        Assert.Equal(204, (await _desk.DeleteAsync(AdmissionList.Block, "caller", "former")).Status);
    }

    [Fact]
    public async Task What_is_over_is_not_there_to_be_removed()
    {
        await _desk.PutAsync(AdmissionList.Block, """{"region":"AU","for":"00:01:00"}""");
        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(404, (await _desk.DeleteAsync(AdmissionList.Block, "region", "AU")).Status);
    }

    [Theory]
    [InlineData("number", "12", "number")]
    [InlineData("number", "61491570156", "number")]
    [InlineData("region", "UK", "region")]
    [InlineData("id", "1", "")]
    public async Task A_removal_that_names_nothing_is_400(string name, string value, string field)
    {
        var reply = await _desk.DeleteAsync(AdmissionList.Block, name, value);
        Assert.Equal(400, reply.Status);
        Assert.Equal([field], Errors(reply));
    }

    [Fact]
    public async Task Lists_that_are_full_take_no_more_until_something_is_over()
    {
        _desk.Store.Document = new AdmissionDocument([
            .. Enumerable
                .Range(0, AdmissionDocument.MostEntries)
                .Select(i => new AdmissionEntry(
                    AdmissionList.Block,
                    EntryKind.Prefix,
                    $"+614{i:00000}",
                    Samples.Start,
                    i == 7 ? Samples.Start.AddMinutes(1) : null,
                    null
                )),
        ]);
        Assert.Equal(409, (await _desk.PutAsync(AdmissionList.Allow, """{"ip":"203.0.113.7"}""")).Status);
        Assert.Equal(200, (await _desk.PutAsync(AdmissionList.Block, """{"prefix":"+61400001"}""")).Status);
        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await _desk.PutAsync(AdmissionList.Allow, """{"ip":"203.0.113.7"}""")).Status);
    }

    [Fact]
    public async Task Whole_numbers_are_shown_only_when_asked_for()
    {
        var put = await _desk.PutAsync(AdmissionList.Block, """{"number":"+61491570156"}""");
        await _desk.PutAsync(AdmissionList.Block, """{"prefix":"+61491570157"}""");
        await _desk.PutAsync(AdmissionList.Block, """{"prefix":"+99899394"}""");
        var masked = await _desk.ListAsync(AdmissionList.Block, reveal: false);

        Assert.StartsWith("""{"number":"+61*******56",""", Text(put), StringComparison.Ordinal);
        Assert.Equal(
            ["+61*******56", "+61*******57", "+99899394"],
            masked.Select(entry => (string?)(entry["number"] ?? entry["prefix"])).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Whatever_an_operator_does_leaves_a_line_without_whole_numbers()
    {
        await _desk.PutAsync(
            AdmissionList.Block,
            """{"number":"+61491570156","for":"01:00:00","reason":"+61491570156"}"""
        );
        await _desk.PutAsync(AdmissionList.Allow, """{"prefix":"+99899394"}""");
        await _desk.PutAsync(AdmissionList.Block, """{"number":"+61491570156","for":"1h"}""");
        await _desk.ListAsync(AdmissionList.Block, reveal: false);
        await _desk.ListAsync(AdmissionList.Block, reveal: true);
        await _desk.DeleteAsync(AdmissionList.Block, "number", Number);
        await _desk.DeleteAsync(AdmissionList.Block, "caller", "+61491570156\nDone");
        _desk.BeAway();
        await _desk.PutAsync(AdmissionList.Block, """{"region":"UZ"}""");

        Assert.Equal(
            [
                "Block of number +61*******56 until 2026-03-04 13:00:00Z: Done",
                "Allow of prefix +99899394 until it is removed: Done",
                "Block of an entry with mistakes: Refused",
                "Reveal of the block list: Done",
                "Remove of number +61*******56 from the block list: Done",
                "Remove of an entry from the block list: NotFound",
                "Block of region UZ until it is removed: Unavailable",
            ],
            _desk
                .Log.GetSnapshot()
                .Select(line => line.Message)
                .Where(line => line.StartsWith("Operators: ", StringComparison.Ordinal))
                .Select(line =>
                    line["Operators: ".Length..line.IndexOf("; by a key from 127.0.0.1", StringComparison.Ordinal)]
                )
        );
        Assert.DoesNotContain("4915701", _desk.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_503_everywhere()
    {
        _desk.BeAway();
        foreach (
            var reply in new[]
            {
                await _desk.Lists.ListAsync(AdmissionList.Block, false, AdmissionDesk.Who, CancellationToken.None),
                await _desk.PutAsync(AdmissionList.Block, """{"region":"AU"}"""),
                await _desk.DeleteAsync(AdmissionList.Block, "region", "AU"),
                await _desk.Decisions.ListAsync(null, null, null, null, CancellationToken.None),
                await _desk.TestAsync($$"""{"recipient":"{{Number}}"}"""),
            }
        )
        {
            Assert.Equal(503, reply.Status);
            Assert.Equal("Retry-After", Assert.Single(reply.Headers).Key);
        }
    }

    private static IEnumerable<string> Errors(HttpReply reply) =>
        [.. Gateway.ReadJson(reply)["errors"]!.AsObject().Select(error => error.Key)];

    private static string Text(HttpReply reply) => Encoding.UTF8.GetString(reply.Body.Span);
}
