using SmsGateway.Testing;
using Xunit;

namespace SmsGateway.Tests.Harness;

/// <summary>The search that proves the logs clean must be able to find something.</summary>
public sealed class LeakSearchTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("info: connecting with s3cr3t-of-the-run")]
    [InlineData("xs3cr3t-of-the-runx")]
    [InlineData("sent: Your verification code is 482133")]
    [InlineData("code=482133")]
    [InlineData("to 61491570156")]
    [InlineData("to +61491570156.")]
    [InlineData("body ZQ730000000017")]
    [InlineData("to +61497000017")]
    [InlineData("to 4915161803399")]
    [InlineData("to +2348161803399.")]
    [InlineData("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.x")]
    public void Finds_what_must_not_stand_in_a_log(string line)
    {
        var result = Search("info: started", line);

        Assert.Equal(2, result.Lines);
        var finding = Assert.Single(result.Findings);
        Assert.Contains("line 2", finding, StringComparison.Ordinal);
        Assert.DoesNotContain("482133", finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Attempt 1 of 01a1fc85e8c47482133e9098c5071356 to +61*******56: twilio accepted")]
    [InlineData("in 1482133 ms")]
    [InlineData("Now listening on: http://127.0.0.1:44895")]
    public void Leaves_ids_masked_numbers_and_other_figures_alone(string line) =>
        Assert.Empty(Search("info: started", line).Findings);

    private LeakResult Search(params string[] lines)
    {
        File.WriteAllLines(_file, lines);
        return new LeakSearch(["s3cr3t-of-the-run", RequestTemplate.CodeMark], ["482133", "61491570156"]).Search([
            _file,
        ]);
    }
}
