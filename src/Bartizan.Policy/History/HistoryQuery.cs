using System.Globalization;
using System.Text;
using Bartizan.Policy.Syntax;

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

    internal HistoryQuery(HistoryKind kind, TimeSpan window, EventPattern events, EventPattern? anchor = null, EventField? summed = null, HistoryNumber? number = null, bool withThis = false)
    {
        (Kind, Window, Events, Anchor, Summed, Number, WithThis) = (kind, window, events, anchor, summed, number, withThis);
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

    /// <summary>The number of the call's arguments that is summed; null for none.</summary>
    public HistoryNumber? Number { get; }

    /// <summary>Whether the request at hand counts as if it had been allowed already.</summary>
    public bool WithThis { get; }

    /// <summary>Whether the answer is a number.</summary>
    internal bool IsNumber => Kind is HistoryKind.Count or HistoryKind.Sum;

    internal IEnumerable<EventPattern> Patterns => Anchor is null ? [Events] : [Events, Anchor];

    /// <summary>What an event adds to the sum.</summary>
    internal long Summand(HistoryEvent e) => Number is { } number ? (e.Numbers.TryGetValue(number.Key, out var value) ? number.Steps(value) : 0) : Summed is { } field ? e.Number(field) : 0;

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

        text.Append(Kind.ToString().ToLowerInvariant()).Append(WithThis ? " with this within " : " within ").Append(Print(Window)).Append(' ');
        Events.WriteTo(text);
        if (Number is { } number)
        {
            text.Append(".number(").Append(Quote(number.Argument)).Append(", ").Append(Quote(number.UnitText)).Append(", ").Append(number.Most).Append(')');
        }

        return Summed is { } field ? text.Append('.').Append(field.Name()).ToString() : text.ToString();
    }

    private static string Quote(string text) => $"\"{CedarText.Escape(text)}\"";

    private static string Print(TimeSpan window)
    {
        var seconds = (long)window.TotalSeconds;
        var (unit, name) = seconds % 86_400 == 0 ? (86_400, 'd') : seconds % 3_600 == 0 ? (3_600, 'h') : seconds % 60 == 0 ? (60, 'm') : (1, 's');
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / unit}{name}");
    }
}
