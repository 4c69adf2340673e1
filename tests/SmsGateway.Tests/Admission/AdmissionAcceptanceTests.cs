using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmsGateway.Admission;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

/// <summary>What a caller is answered, and what is stored and told, when admission has its say.</summary>
public sealed partial class AdmissionAcceptanceTests : IDisposable
{
    private const string Number = "+4915100000000";

    private readonly List<Gateway> _gateways = [];
    private int _codes;

    public void Dispose() => _gateways.ForEach(gateway => gateway.Dispose());

    [Fact]
    public async Task The_fourth_at_once_to_one_number_is_429_with_the_time_to_wait()
    {
        var gateway = Create(new AdmissionOptions());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await PostAsync(gateway)).Status);
        }

        var reply = await PostAsync(gateway);
        Assert.Equal((429, "application/problem+json"), (reply.Status, reply.ContentType));
        Assert.Equal(KeyValuePair.Create("Retry-After", "60"), Assert.Single(reply.Headers));
        Assert.Equal("number_limit", (string?)Gateway.ReadJson(reply)["reason"]);
        // Of the rule there are no numbers in it: who probes learns no more than that it is there.
        Assert.Equal(["429"], Digits().Matches(Encoding.UTF8.GetString(reply.Body.Span)).Select(match => match.Value));
        Assert.Equal(3, gateway.Queue.Enqueued.Count);
    }

    [Fact]
    public async Task Whoever_waits_as_long_as_he_is_told_is_accepted()
    {
        var gateway = Create(new AdmissionOptions());
        while ((await PostAsync(gateway)).Status == 200) { }

        gateway.Time.Advance(TimeSpan.FromSeconds(59));
        var reply = await PostAsync(gateway);
        Assert.Equal((429, "1"), (reply.Status, reply.Headers.Single().Value));

        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await PostAsync(gateway)).Status);
    }

    [Theory]
    [InlineData(EntryKind.Number, Number)]
    [InlineData(EntryKind.Prefix, "+49151")]
    [InlineData(EntryKind.Region, "DE")]
    [InlineData(EntryKind.Caller, Samples.Caller)]
    [InlineData(EntryKind.Ip, "203.0.113.0/24")]
    public async Task What_an_operator_has_blocked_is_403_and_asks_nothing_of_the_store(EntryKind kind, string value)
    {
        var gateway = Create(new AdmissionOptions());
        gateway.Admission.Lists = Block(gateway, kind, value);
        gateway.Queue.Failure = new InvalidOperationException("The store was asked.");

        var reply = await PostAsync(gateway, ip: "203.0.113.9");
        Assert.Equal((403, "blocked"), (reply.Status, (string?)Gateway.ReadJson(reply)["reason"]));
        Assert.Empty(reply.Headers);

        var record = Assert.Single(await gateway.Admission.RecordsAsync(new AdmissionQuery(), CancellationToken.None));
        Assert.Equal(("blocked", true, "DE"), (record.Rule, record.IsRefused, record.Region));
    }

    [Fact]
    public async Task A_rule_that_records_lets_through_and_keeps_a_record()
    {
        var gateway = Create(AdmissionOptions.Off with { PerNumber = Admitting.PerHour(1, AdmissionMode.RecordOnly) });
        var measured = gateway.Telemetry.Collect<long>("sms.admission");
        Assert.Equal(200, (await PostAsync(gateway)).Status);
        Assert.Empty(await gateway.Admission.RecordsAsync(new AdmissionQuery(), CancellationToken.None));

        Assert.Equal(200, (await PostAsync(gateway, ip: "203.0.113.9")).Status);
        Assert.Equal(2, gateway.Queue.Enqueued.Count);
        var record = Assert.Single(await gateway.Admission.RecordsAsync(new AdmissionQuery(), CancellationToken.None));
        Assert.Equal(
            new AdmissionRecord(
                gateway.Time.GetUtcNow(),
                "number_limit",
                IsRefused: false,
                Samples.Caller,
                "DE",
                Samples.ParseNumber(Number).ToString(),
                "203.0.113.0/24",
                HeldUntil: null
            ),
            record
        );
        Assert.Equal(["rule=number_limit result=recorded region=DE"], measured.Tags);
    }

    [Fact]
    public async Task Quietly_a_rule_against_fraud_answers_200_and_nothing_is_stored()
    {
        var gateway = Create(AdmissionOptions.Off with { PerIp = Admitting.PerHour(1), Quiet = true });
        Assert.Equal(200, (await PostAsync(gateway, ip: "203.0.113.9")).Status);

        var reply = await PostAsync(gateway, ip: "203.0.113.9");
        Assert.Equal(200, reply.Status);
        Assert.True(MessageId.TryParse((string?)Gateway.ReadJson(reply)["id"], out var id));
        Assert.NotEqual(gateway.Queue.Enqueued.Single().Envelope.Id, id);
        Assert.Empty(reply.Headers);
        Assert.True(
            Assert.Single(await gateway.Admission.RecordsAsync(new AdmissionQuery(), CancellationToken.None)).IsRefused
        );
    }

    [Fact]
    public async Task Quiet_is_for_the_rules_against_fraud_alone()
    {
        var gateway = Create(AdmissionOptions.Off with { PerNumber = Admitting.PerHour(1), Quiet = true });
        await PostAsync(gateway);

        Assert.Equal(429, (await PostAsync(gateway)).Status);
    }

    [Fact]
    public async Task A_repetition_of_a_stored_message_does_not_count()
    {
        var gateway = Create(AdmissionOptions.Off with { PerNumber = Admitting.PerHour(2) });
        await PostAsync(gateway);
        gateway.Queue.StoredBefore = gateway.Queue.Enqueued[0].Envelope.Id;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(200, (await PostAsync(gateway)).Status);
        }

        gateway.Queue.StoredBefore = null;
        Assert.Equal(200, (await PostAsync(gateway)).Status);
        Assert.Equal(429, (await PostAsync(gateway)).Status);
    }

    [Fact]
    public async Task What_the_store_did_not_take_does_not_count()
    {
        var gateway = Create(AdmissionOptions.Off with { PerNumber = Admitting.PerHour(1) });
        gateway.Queue.Failure = new StoreUnavailableException("away");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(503, (await PostAsync(gateway)).Status);
        }

        gateway.Queue.Failure = null;
        Assert.Equal(200, (await PostAsync(gateway)).Status);
        Assert.Equal(429, (await PostAsync(gateway)).Status);
    }

    [Theory]
    [InlineData(WhenStoreIsAway.Allow, 200)]
    [InlineData(WhenStoreIsAway.Refuse, 503)]
    public async Task When_the_counts_of_others_cannot_be_read_the_setting_decides(WhenStoreIsAway setting, int status)
    {
        var gateway = Create(new AdmissionOptions { WhenStoreIsAway = setting });
        gateway.Queue.IsCurrent = false;

        var reply = await PostAsync(gateway);
        Assert.Equal(status, reply.Status);
        Assert.Equal(status == 200 ? 1 : 0, gateway.Queue.Enqueued.Count);
        Assert.Equal(status == 503, reply.Headers.Contains(KeyValuePair.Create("Retry-After", "1")));

        gateway.Queue.IsCurrent = true;
        Assert.Equal(200, (await PostAsync(gateway)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("unknown")]
    [InlineData("1")]
    public async Task Who_has_no_address_shares_no_limit(string? ip)
    {
        var gateway = Create(AdmissionOptions.Off with { PerIp = Admitting.PerHour(1) });
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(200, (await PostAsync(gateway, ip: ip)).Status);
        }
    }

    [Fact]
    public async Task An_entered_code_makes_room_for_another()
    {
        var gateway = Create(AdmissionOptions.Off with { PerNumber = Admitting.PerHour(1) });
        await PostAsync(gateway);
        await gateway.Admission.VerifiedAsync(Admitting.Request(Number), CancellationToken.None);

        Assert.Equal(200, (await PostAsync(gateway)).Status);
        Assert.Equal(429, (await PostAsync(gateway)).Status);
    }

    [Fact]
    public async Task A_held_number_block_is_told_of_once_and_without_its_numbers()
    {
        var gateway = Create(AdmissionOptions.Off with { PerBlock = Admitting.PerHour(2) });
        for (var line = 0; line < 6; line++)
        {
            await PostAsync(gateway, Admitting.Number(line));
        }

        Assert.Equal(2, gateway.Queue.Enqueued.Count);
        var lines = gateway.Log.GetSnapshot().Select(line => line.Message).ToList();
        Assert.Single(lines, line => line.Contains("it is held until", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("4915100", StringComparison.Ordinal));
        Assert.Equal(
            [null, null, null, gateway.Time.GetUtcNow() + TimeSpan.FromHours(1)],
            (await gateway.Admission.RecordsAsync(new AdmissionQuery(), CancellationToken.None)).Select(record =>
                record.HeldUntil
            )
        );
    }

    private Gateway Create(AdmissionOptions admission)
    {
        var gateway = new Gateway(options => options with { Admission = admission }, new FakeCarrier("one"));
        _gateways.Add(gateway);
        return gateway;
    }

    private Task<HttpReply> PostAsync(Gateway gateway, string recipient = Number, string? ip = null) =>
        gateway.PostAsync(
            JsonSerializer.Serialize(
                new
                {
                    recipient,
                    body = string.Create(CultureInfo.InvariantCulture, $"Your code is {++_codes:D6}"),
                    req = new { ip },
                }
            )
        );

    private static ListSnapshot Block(Gateway gateway, EntryKind kind, string value) =>
        new(
            new AdmissionDocument([
                new AdmissionEntry(AdmissionList.Block, kind, value, gateway.Time.GetUtcNow(), null, "a test"),
            ])
        );

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
