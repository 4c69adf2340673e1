using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Azure.Storage;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class CompletedMessagesTests
{
    private readonly FakeTimeProvider _time = new(Samples.Start);
    private readonly CompletedMessages _completed;

    public CompletedMessagesTests() => _completed = new CompletedMessages(_time);

    [Fact]
    public void Time_bounds_them_and_no_number_does()
    {
        for (var second = 0; second < 1200; second++)
        {
            for (var i = 0; i < 50; i++)
            {
                _completed.Add(string.Create(CultureInfo.InvariantCulture, $"{second}-{i}"));
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // Three times what used to be the most, and nothing of before the last ten minutes.
        Assert.True(_completed.Contains("1199-49"));
        Assert.True(_completed.Contains("601-0"));
        Assert.False(_completed.Contains("600-49"));
        Assert.Equal(599 * 50, _completed.Count);
    }

    [Fact]
    public void One_is_remembered_for_longer_than_a_lease_and_then_forgotten()
    {
        _completed.Add("id");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_completed.Contains("id"));
        _completed.Remove("id");
        Assert.False(_completed.Contains("id"));

        _completed.Add("other");
        _time.Advance(CompletedMessages.Remembered);
        Assert.False(_completed.Contains("other"));
        Assert.Equal(0, _completed.Count);
    }
}
