using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using SmsGateway.Tests.Azure;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>
/// What can be read by whoever has the files, the queue and the blobs: a message that waits for its next try, one that died, one
/// that was delivered and followed. Without a key all of the first two is found, so that the search is known to find.
/// </summary>
public sealed partial class AtRestTests(AzuriteFixture azurite)
{
    /// <summary>No carrier takes it now.</summary>
    private const string Waiting = "15005551503";

    /// <summary>No carrier will ever take it.</summary>
    private const string Dead = "15005550001";

    private const string Delivered = "4915112345678";

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
    public async Task In_the_queue_and_the_blobs_a_message_can_be_read_without_a_key_only(bool isSealed)
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

        Assert.Contains("followed/", found.ToString(), StringComparison.Ordinal);
        Assert.Contains("duplicates/", found.ToString(), StringComparison.Ordinal);
        AssertReadable(!isSealed, found.ToString());
    }

    private static string? KeyOf(bool isSealed) => isSealed ? Codecs.Key(1) : null;

    private static async Task UseAsync(KeyedGateway gateway)
    {
        var waiting = await AcceptAsync(gateway, Waiting, "Waiting code K718293X of Example", "K718293X");
        var dead = await AcceptAsync(gateway, Dead, "Dead code K645281X of Example", "K645281X");
        var delivered = await AcceptAsync(gateway, Delivered, "Delivered code K536172X of Example", "K536172X");
        await gateway.DeadLetterAsync(dead);
        await gateway.ArrivalAsync(delivered);
        await gateway.Log.WaitForAsync(line =>
            line.Message.Contains(waiting, StringComparison.Ordinal)
            && line.Message.Contains("Attempt 2", StringComparison.Ordinal)
        );
        while (!await HasEndedAsync(gateway, delivered))
        {
            Stop.ThrowIfCancellationRequested();
        }
    }

    private static async Task<bool> HasEndedAsync(KeyedGateway gateway, string id)
    {
        using var response = await gateway.OperateAsync(HttpMethod.Get, $"/api/messages/{id}");
        return response.StatusCode == HttpStatusCode.OK;
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
                follow = number == Delivered,
                req = new { ip = "198.51.100.77", user_agent = "agent-of-this-test" },
            }
        );

    private static async Task<string> QueuedAsync(StorageTest storage)
    {
        while (true)
        {
            var messages = (await storage.Account.Queue.PeekMessagesAsync(32, Stop)).Value;
            if (messages.Length > 0)
            {
                return string.Join('\n', messages.Select(message => message.Body.ToString()));
            }

            await StorageTest.WaitAsync(TimeSpan.FromMilliseconds(100));
        }
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
