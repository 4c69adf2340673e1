using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using SmsGateway.Encryption;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Encryption;

public sealed class MessageCipherTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("+61491570156 493817");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("Your code is 493817 😀")]
    public async Task What_was_sealed_is_opened(string text)
    {
        var cipher = await CipherAsync(Codecs.Key(1));
        var plain = Encoding.UTF8.GetBytes(text);

        Assert.Equal(plain, cipher.Open(cipher.Seal(plain, "counter", "7"), "counter", "7"));
    }

    [Fact]
    public async Task The_keys_name_is_the_beginning_of_its_hash_and_stands_before_the_record()
    {
        var cipher = await CipherAsync(Codecs.Key(1));
        var hash = SHA256.HashData(Convert.FromBase64String(Codecs.Key(1)));

        Assert.Equal(Convert.ToHexStringLower(hash)[..8], cipher.KeyId);
        Assert.Equal(cipher.KeyId, MessageCipher.KeyIdOf(cipher.Seal(Text, "counter")));
    }

    /// <summary>A nonce that is used twice gives both texts away, and the key's secrecy with them.</summary>
    [Fact]
    public async Task No_two_texts_are_sealed_with_one_nonce_however_many_seal_at_once()
    {
        const int KeyNameBytes = 4;
        const int NonceBytes = 12;
        var cipher = await CipherAsync(Codecs.Key(1));
        var nonces = new ConcurrentBag<string>();

        Parallel.For(
            0,
            5000,
            _ => nonces.Add(Convert.ToHexString(cipher.Seal(Text, "counter").AsSpan(KeyNameBytes, NonceBytes)))
        );

        Assert.Equal(5000, nonces.Count);
        Assert.Equal(5000, nonces.Distinct().Count());
        Assert.DoesNotContain(new string('0', 2 * NonceBytes), nonces);
    }

    /// <summary>Against the algorithm as the platform has it, so that others can read it who have the key.</summary>
    [Fact]
    public async Task A_record_is_the_keys_name_a_nonce_the_text_and_a_tag()
    {
        var record = (await CipherAsync(Codecs.Key(1))).Seal(Text, "counter", "7");
        var plain = new byte[Text.Length];
        using var gcm = new AesGcm(Convert.FromBase64String(Codecs.Key(1)), 16);

        gcm.Decrypt(
            record.AsSpan(4, 12),
            record.AsSpan(16, Text.Length),
            record.AsSpan()[^16..],
            plain,
            "counter\n7"u8
        );

        Assert.Equal(Text, plain);
    }

    [Fact]
    public async Task A_record_that_was_changed_anywhere_or_cut_does_not_open()
    {
        var cipher = await CipherAsync(Codecs.Key(1));
        var record = cipher.Seal(Text, "counter");
        for (var i = 0; i < record.Length; i++)
        {
            var changed = record.ToArray();
            changed[i] ^= 1;
            Assert.Null(cipher.Open(changed, "counter"));
            Assert.Null(cipher.Open(record.AsSpan(0, i), "counter"));
        }
    }

    [Theory]
    [InlineData("counter", "8")]
    [InlineData("counters", "7")]
    [InlineData("counter7", "")]
    [InlineData("", "7")]
    public async Task A_record_does_not_open_in_the_place_of_another(string purpose, string id)
    {
        var cipher = await CipherAsync(Codecs.Key(1));

        Assert.Null(cipher.Open(cipher.Seal(Text, "counter", "7"), purpose, id));
    }

    [Fact]
    public async Task The_version_before_still_opens_and_the_one_before_that_does_not()
    {
        var (first, second, third) = (
            await CipherAsync(Codecs.Key(1)),
            await CipherAsync(Codecs.Key(2), Codecs.Key(1)),
            await CipherAsync(Codecs.Key(3), Codecs.Key(2))
        );
        var record = first.Seal(Text, "counter");

        Assert.Equal(Text, second.Open(record, "counter"));
        Assert.NotEqual(first.KeyId, second.KeyId);
        Assert.True(second.Has(first.KeyId));
        Assert.False(third.Has(first.KeyId));
        Assert.Null(third.Open(record, "counter"));
    }

    [Theory]
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=", null)]
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE", null)]
    [InlineData("//////////////////////////////////////////8=", null)]
    [InlineData("__________________________________________8", null)]
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB", "has 33")]
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQ==", "has 16")]
    [InlineData("", "has 0")]
    [InlineData("0101010101010101010101010101010101010101010101010101010101010101", "has 48")]
    [InlineData("a password!", "neither")]
    [InlineData("AQEBAQEBAQEB!QEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=", "neither")]
    public void A_key_is_32_bytes_in_either_base64(string text, string? mistake)
    {
        var found = MessageCipher.Mistake(new Sensitive(text));

        if (mistake is null)
        {
            Assert.Null(found);
        }
        else
        {
            Assert.Contains(mistake, found, StringComparison.Ordinal);
            Assert.True(text.Length == 0 || !found!.Contains(text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void One_key_in_two_spellings_is_one_key()
    {
        var standard = new Sensitive(Convert.ToBase64String(Enumerable.Repeat((byte)0xFB, 32).ToArray()));
        var url = new Sensitive(standard.Reveal().Replace('+', '-').Replace('/', '_').TrimEnd('='));

        Assert.NotEqual(standard, url);
        Assert.True(MessageCipher.AreOneKey(standard, url));
        Assert.False(MessageCipher.AreOneKey(standard, new Sensitive(Codecs.Key(1))));
    }

    [Fact]
    public async Task A_derived_key_is_the_same_in_every_process_and_another_for_each_label_and_key()
    {
        var derived = (await CipherAsync(Codecs.Key(1))).DeriveKey("admission");

        Assert.Equal(16, derived.Length);
        Assert.Equal(derived, (await CipherAsync(Codecs.Key(1))).DeriveKey("admission"));
        Assert.NotEqual(derived, (await CipherAsync(Codecs.Key(1))).DeriveKey("other"));
        Assert.NotEqual(derived, (await CipherAsync(Codecs.Key(2))).DeriveKey("admission"));
        Assert.Equal(
            HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                Convert.FromBase64String(Codecs.Key(1)),
                16,
                info: "admission"u8.ToArray()
            ),
            derived
        );
    }

    [Fact]
    public async Task Many_threads_at_once_seal_and_open()
    {
        var cipher = await CipherAsync(Codecs.Key(1));
        await Parallel.ForAsync(
            0,
            2000,
            Stop,
            (i, _) =>
            {
                var plain = BitConverter.GetBytes(i);
                Assert.Equal(plain, cipher.Open(cipher.Seal(plain, "counter"), "counter"));
                return ValueTask.CompletedTask;
            }
        );
    }

    private static ValueTask<MessageCipher> CipherAsync(string current, string? previous = null) =>
        Codecs.Sealing(current, previous).Encryption.CipherAsync(Stop);
}
