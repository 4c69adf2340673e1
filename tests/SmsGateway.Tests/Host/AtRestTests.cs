using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using SmsGateway.Admission;
using SmsGateway.Azure.Storage;
using SmsGateway.Testing;
using SmsGateway.Tests.Azure;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>
/// What can be read by whoever has the files, the queue, the blobs and the table: a message that waits for its next try, one that
/// died, one that was delivered and followed; a block that an operator put on a number, and what there is to look up of a message
/// that was refused. Without a key all but the delivered one is found, so that the search is known to find.
/// </summary>
public sealed partial class AtRestTests(AzuriteFixture azurite)
{
    /// <summary>No carrier takes it now.</summary>
    private const string Waiting = "15005551503";

    /// <summary>No carrier will ever take it.</summary>
    private const string Dead = "15005550001";

    private const string Delivered = "4915112345678";

    /// <summary>An operator has put a block on it.</summary>
    private const string Blocked = "15005553902";

    /// <summary>In a region that nothing is sent to. Of such a number and its address only a part is ever written.</summary>
    private const string Refused = "33612345678";

    private const string RefusedAddress = "203.0.113.88";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private static readonly string[] Texts =
    [
        Waiting,
        Dead,
        "Waiting code K718293X of Example",
        "K718293X",
        "Dead code K645281X of Example",
        "K645281X",
        "198.51.100.77",
        "agent-of-this-test",
        "login-of-this-test",
        "org-of-this-test",
        "client-of-this-test",
        "user-of-this-test",
        Blocked,
        "+33*******78",
        "203.0.113.0/24",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_the_embedded_file_a_message_can_be_read_without_a_key_only(bool isSealed)
    {
        var folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;
        try
        {
            await using var gateway = await new KeyedGateway(folder, null, KeyOf(isSealed)).StartedAsync();
            await UseAsync(gateway);

            var files = Directory.GetFiles(folder, "gateway.db*");
            Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
            AssertReadable(!isSealed, string.Concat(files.Select(Read)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_the_queue_the_blobs_and_the_table_a_message_can_be_read_without_a_key_only(bool isSealed)
    {
        using var storage = new StorageTest(await azurite.NewStoreAsync());
        await using var gateway = await new KeyedGateway(null, storage.Options, KeyOf(isSealed)).StartedAsync();
        await UseAsync(gateway);
        // A message that waits for its next try is hidden until then.
        await gateway.StopAsync();

        var found = new StringBuilder(await QueuedAsync(storage));
        await foreach (var blob in storage.Account.DeadLetters.GetBlobsAsync(cancellationToken: Stop))
        {
            var content = await storage.Account.DeadLetters.GetBlobClient(blob.Name).DownloadContentAsync(Stop);
            found.AppendLine(blob.Name).AppendLine(content.Value.Content.ToString());
            found.AppendJoin(' ', content.Value.Details.Metadata.Values).AppendLine();
        }

        found.Append(await NotesAsync(storage));
        Assert.Contains("ended-", found.ToString(), StringComparison.Ordinal);
        Assert.Contains("duplicates/", found.ToString(), StringComparison.Ordinal);
        Assert.Contains(StorageAdmissionStore.Lists, found.ToString(), StringComparison.Ordinal);
        AssertReadable(!isSealed, found.ToString());
    }

    private static string? KeyOf(bool isSealed) => isSealed ? Codecs.Key(1) : null;

    private static async Task UseAsync(KeyedGateway gateway)
    {
        // The refusal is written down behind its answer, and before what comes after it.
        await RefuseAsync(gateway);
        var waiting = await AcceptAsync(gateway, Waiting, "Waiting code K718293X of Example", "K718293X");
        var dead = await AcceptAsync(gateway, Dead, "Dead code K645281X of Example", "K645281X");
        var delivered = await AcceptAsync(gateway, Delivered, "Delivered code K536172X of Example", "K536172X");
        await gateway.DeadLetterAsync(dead);
        await gateway.ArrivalAsync(delivered);
        await gateway.Log.WaitForAsync(line =>
            line.Message.Contains(waiting, StringComparison.Ordinal)
            && line.Message.Contains("Attempt 2", StringComparison.Ordinal)
        );
        Assert.True(
            await Poll.UntilAsync(() => HasEndedAsync(gateway, delivered), Bound, Stop),
            "The delivered message is not known to be."
        );
        // By a hash: the number itself is searched for in what lies there.
        using var found = await gateway.OperateAsync(HttpMethod.Get, $"/api/messages?recipient=%2B{Delivered}");
        Assert.Contains(delivered, await found.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private static async Task RefuseAsync(KeyedGateway gateway)
    {
        using var ordered = await gateway.OrderAsync(
            HttpMethod.Put,
            "/api/admission/blocks",
            $$"""{"number":"+{{Blocked}}"}"""
        );
        Assert.Equal(HttpStatusCode.OK, ordered.StatusCode);
        await MustBeRefusedAsync(gateway, Refused, "region_not_allowed");
    }

    private static async Task MustBeRefusedAsync(KeyedGateway gateway, string number, string reason)
    {
        using var response = await gateway.PostAsync(
            JsonContent.Create(
                new
                {
                    recipient = "+" + number,
                    body = "Your code is 1",
                    req = new { ip = RefusedAddress },
                }
            ),
            TokenFactory.Bearer(TokenFactory.Create())
        );
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(reason, answer.GetProperty("reason").GetString());
    }

    private static async Task<bool> HasEndedAsync(KeyedGateway gateway, string id)
    {
        using var response = await gateway.OperateAsync(HttpMethod.Get, $"/api/messages/{id}");
        return response.StatusCode == HttpStatusCode.OK
            && (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("state").GetString()
                == "delivered";
    }

    private static Task<string> AcceptAsync(KeyedGateway gateway, string number, string body, string code) =>
        gateway.AcceptAsync(
            new
            {
                recipient = "+" + number,
                body,
                code,
                correlationId = "login-of-this-test",
                organization = "org-of-this-test",
                clientId = "client-of-this-test",
                userId = "user-of-this-test",
                follow = number == Delivered,
                req = new { ip = "198.51.100.77", user_agent = "agent-of-this-test" },
            }
        );

    private static async Task<string> QueuedAsync(StorageTest storage)
    {
        var found = "";
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                {
                    var messages = (await storage.Account.Queue.PeekMessagesAsync(32, Stop)).Value;
                    found = string.Join('\n', messages.Select(message => message.Body.ToString()));
                    return messages.Length > 0;
                },
                Bound,
                Stop
            ),
            "Nothing is in the queue."
        );
        return found;
    }

    /// <summary>The table's entities with all that is in them, as soon as a refusal is among them.</summary>
    private static async Task<string> NotesAsync(StorageTest storage)
    {
        var found = new StringBuilder();
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                {
                    found.Clear();
                    var hasRefusal = false;
                    await foreach (
                        var entity in storage.Account.Notes!.QueryAsync<TableEntity>(cancellationToken: Stop)
                    )
                    {
                        foreach (var (_, value) in entity)
                        {
                            found.AppendLine(value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : $"{value}");
                            hasRefusal |= value is byte[] notes && HoldsRefusal(notes);
                        }
                    }

                    return hasRefusal;
                },
                Bound,
                Stop
            ),
            "No refusal is in the table."
        );
        return found.ToString();
    }

    private static bool HoldsRefusal(ReadOnlySpan<byte> notes)
    {
        while (AdmissionNote.TryRead(ref notes, out var note))
        {
            if (note is { Kind: NoteKind.Refused, Detail.IsEmpty: false })
            {
                return true;
            }
        }

        return false;
    }

    private static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static void AssertReadable(bool all, string found)
    {
        var decoded = Decoded(found);
        var readable = $"{found}\n{decoded}\n{Decoded(decoded)}";

        Assert.Equal(
            all ? Texts : [],
            Texts.Where(text => readable.Contains(text, StringComparison.OrdinalIgnoreCase))
        );
        Assert.DoesNotContain(Refused, readable, StringComparison.Ordinal);
        Assert.DoesNotContain(RefusedAddress, readable, StringComparison.Ordinal);
        if (!all)
        {
            Assert.DoesNotContain(Delivered, readable, StringComparison.Ordinal);
            Assert.DoesNotContain("K536172X", readable, StringComparison.Ordinal);
        }
    }

    /// <summary>Whatever could be base64, wherever in it a page of the file has cut it.</summary>
    private static string Decoded(string text)
    {
        var decoded = new StringBuilder();
        foreach (Match match in Base64().Matches(text))
        {
            var run = match.Value.Replace('-', '+').Replace('_', '/');
            for (var offset = 0; offset < 4; offset++)
            {
                var length = (run.Length - offset) / 4 * 4;
                decoded.AppendLine(Encoding.Latin1.GetString(Convert.FromBase64String(run.Substring(offset, length))));
            }
        }

        return decoded.ToString();
    }

    [GeneratedRegex("[A-Za-z0-9+/_-]{12,}")]
    private static partial Regex Base64();
}
