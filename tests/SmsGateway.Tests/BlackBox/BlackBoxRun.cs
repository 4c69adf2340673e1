using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>One run of a workbench command: its folder, its output, and its end in every case.</summary>
public sealed class BlackBoxRun : IDisposable
{
    private readonly StringWriter _text = new();

    public BlackBoxRun() => Output = TextWriter.Synchronized(_text);

    public string Folder { get; } = Directory.CreateTempSubdirectory("smsgateway-").FullName;

    public TextWriter Output { get; }

    public string Text
    {
        get
        {
            lock (Output)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>The command's own verdict; its output is the message when it fails.</summary>
    public async Task MustSucceedAsync(Task<int> command) => Assert.True(await command == 0, Text);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
