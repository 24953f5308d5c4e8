using System.Globalization;
using System.Text;

namespace Bartizan.Policy.History;

/// <summary>
/// One question about a principal's past, as <c>count within 1h event(action == Action::"callTool")</c>. Its text in uniform layout is also the name under
/// which a request's <c>context.history</c> holds the answer, so that whoever decides, explains or records a request sees what was asked. Immutable.
/// </summary>
public sealed class HistoryQuery
{
    /// <summary>The shortest window.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The longest window.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    internal HistoryQuery(HistoryKind kind, TimeSpan window, EventPattern events, EventPattern? anchor = null, EventField? summed = null)
    {
        (Kind, Window, Events, Anchor, Summed) = (kind, window, events, anchor, summed);
        Text = Print();
    }

    /// <summary>The question in uniform layout; two questions with one text are the same.</summary>
    public string Text { get; }

    /// <summary>How far back it looks, both ends included.</summary>
    public TimeSpan Window { get; }

    internal HistoryKind Kind { get; }

    /// <summary>The events that are looked for; for <see cref="HistoryKind.NotSince"/> those that must not have happened.</summary>
    internal EventPattern Events { get; }

    /// <summary>What they must not have happened after.</summary>
    internal EventPattern? Anchor { get; }

    /// <summary>What is summed.</summary>
    internal EventField? Summed { get; }

    /// <summary>Whether the answer is a number.</summary>
    internal bool IsNumber => Kind is HistoryKind.Count or HistoryKind.Sum;

    internal IEnumerable<EventPattern> Patterns => Anchor is null ? [Events] : [Events, Anchor];

    /// <inheritdoc/>
    public override string ToString() => Text;

    private string Print()
    {
        var text = new StringBuilder();
        if (Kind == HistoryKind.NotSince)
        {
            text.Append("no ");
            Events.WriteTo(text);
            text.Append(" since within ").Append(Print(Window)).Append(' ');
            Anchor!.WriteTo(text);
            return text.ToString();
        }

        text.Append(Kind.ToString().ToLowerInvariant()).Append(" within ").Append(Print(Window)).Append(' ');
        Events.WriteTo(text);
        return Summed is { } field ? text.Append('.').Append(field.Name()).ToString() : text.ToString();
    }

    private static string Print(TimeSpan window)
    {
        var seconds = (long)window.TotalSeconds;
        var (unit, name) = seconds % 86_400 == 0 ? (86_400, 'd') : seconds % 3_600 == 0 ? (3_600, 'h') : seconds % 60 == 0 ? (60, 'm') : (1, 's');
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / unit}{name}");
    }
}
