using Xunit;

namespace SmsGateway.Tests.Docs;

/// <summary>The front door stays one visit long.</summary>
public sealed class ReadmeTests
{
    private static readonly string[] Lines = Page.At("README.md").Text.TrimEnd('\n').Split('\n');

    [Fact]
    public void It_has_at_most_130_lines_of_130_characters()
    {
        Assert.InRange(Lines.Length, 40, 130);
        Assert.Equal([], Lines.Where(line => line.Length > 130));
    }

    [Theory]
    [InlineData("dotnet run dev.cs -- run")]
    [InlineData("dotnet run dev.cs -- test")]
    public void The_two_commands_stand_in_it(string command) => Assert.Contains(command, Lines);
}
