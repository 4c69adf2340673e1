namespace SmsGateway.Workbench;

/// <summary>One line that shows how far a long run is: rewritten on a terminal, written every ten seconds elsewhere.</summary>
internal sealed class Progress(TextWriter output)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly bool _isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
    private long _last = TimeProvider.System.GetTimestamp();
    private int _shown;

    public void Show(string text)
    {
        if (_isTerminal)
        {
            output.Write($"\r{text.PadRight(_shown)}");
            _shown = text.Length;
        }
        else if (TimeProvider.System.GetElapsedTime(_last) > Pause)
        {
            _last = TimeProvider.System.GetTimestamp();
            output.WriteLine(text);
        }
    }

    /// <summary>Makes room for ordinary lines.</summary>
    public void Clear()
    {
        if (_shown > 0)
        {
            output.Write($"\r{new string(' ', _shown)}\r");
            _shown = 0;
        }
    }
}
