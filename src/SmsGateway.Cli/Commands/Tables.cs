using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SmsGateway.Cli.Commands;

/// <summary>Tables on standard output: framed at a terminal, bare columns in a file or a pipe.</summary>
internal static class Tables
{
    public static Table New(Invocation invocation, params IReadOnlyList<string> columns)
    {
        var table = new Table
        {
            Border = invocation.Environment.OutIsTerminal ? TableBorder.Rounded : TableBorder.None,
        };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        }

        return table;
    }

    public static void Row(this Table table, params IEnumerable<string?> cells) =>
        table.AddRow(cells.Select(cell => Cell(cell)));

    public static IRenderable Cell(string? text, Color? colour = null) =>
        new Text(Clean(text), colour is { } shade ? new Style(shade) : Style.Plain);

    /// <summary>Text that came from outside must not steer the terminal.</summary>
    public static string Clean(string? text) =>
        text is null
            ? ""
            : string.Concat(text.Select(c => char.IsControl(c) ? (c is '\n' or '\r' or '\t' ? ' ' : '\uFFFD') : c));

    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
