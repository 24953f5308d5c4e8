using System.Globalization;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.History;

/// <summary>Reads questions about the past.</summary>
internal sealed class HistoryParser(TokenCursor cursor)
{
    private const int LongestText = 2_000;

    private const string Forms =
        "The forms are: formerly within 1h event(…), count within 1h event(…), sum within 1h event(…).tokens, sum with this within 1h event(…).number(…), no event(…) since within 1h event(…).";

    private readonly ScopeParser _scopes = new(cursor);

    /// <summary>Whether such a question begins here; nothing of plain Cedar does.</summary>
    public static bool Begins(TokenCursor cursor) =>
        IsFollowedBy(cursor, "within") ? cursor.IsWord("formerly") || cursor.IsWord("count") || cursor.IsWord("sum")
        : IsFollowedBy(cursor, "with") ? cursor.IsWord("sum")
        : cursor.IsWord("no") && IsFollowedBy(cursor, "event");

    /// <summary>Reads <c>event.name</c>.</summary>
    public static EventFieldExpr ParseField(TokenCursor cursor)
    {
        var start = cursor.Advance();
        cursor.Expect(TokenKind.Dot, ". after event", $"Ask for one of its fields: {string.Join(", ", EventFields.Names)}.");
        return new EventFieldExpr(ParseFieldName(cursor)) { Span = start.Span.To(cursor.Previous.Span) };
    }

    /// <summary>Reads one question.</summary>
    /// <param name="clause">Where it stands.</param>
    public HistoryExpr Parse(Clause clause)
    {
        if (clause != Clause.History)
        {
            cursor.Fail(
                clause == Clause.Plain ? "The past can be asked about in a history clause only." : "A question about the past cannot stand in another.",
                clause == Clause.Plain ? "Write when history { … } or unless history { … }." : "Join two questions by && or || outside of the event.");
        }

        var start = cursor.Current;
        var query = cursor.SkipWord("no") ? ParseSince() : ParseWithin();
        var span = start.Span.To(cursor.Previous.Span);
        if (query.Text.Length > LongestText)
        {
            cursor.Fail(span, $"This question is longer than {LongestText} characters.", "Ask less at once.");
        }

        return new HistoryExpr(query) { Span = span };
    }

    private static bool IsFollowedBy(TokenCursor cursor, string word) => cursor.Following.Kind == TokenKind.Identifier && cursor.TextOf(cursor.Following).SequenceEqual(word);

    private static EventField ParseFieldName(TokenCursor cursor)
    {
        var token = cursor.Current;
        var name = cursor.ExpectName("a field of the event");
        if (EventFields.Find(name) is { } field)
        {
            return field;
        }

        cursor.Fail(token.Span, $"An event has no field {name}.", $"The fields are {string.Join(", ", EventFields.Names)}.");
        return default;
    }

    private HistoryQuery ParseSince()
    {
        var events = ParseEvent();
        Expect("since");
        var window = ParseWindow();
        return new HistoryQuery(HistoryKind.NotSince, window, events, ParseEvent());
    }

    private HistoryQuery ParseWithin()
    {
        var kind = cursor.Text switch { "formerly" => HistoryKind.Formerly, "count" => HistoryKind.Count, _ => HistoryKind.Sum };
        var start = cursor.Advance();
        var withThis = cursor.SkipWord("with");
        if (withThis)
        {
            Expect("this");
        }

        var window = ParseWindow();
        var events = ParseEvent();
        if (kind != HistoryKind.Sum)
        {
            return new HistoryQuery(kind, window, events);
        }

        cursor.Expect(TokenKind.Dot, ". and a field after the event", "Say what is summed, as in: sum within 1h event(…).tokens.");
        if (cursor.IsWord("number"))
        {
            return new HistoryQuery(kind, window, events, number: ParseNumber(events), withThis: withThis);
        }

        if (withThis)
        {
            cursor.Fail(start.Span, "Only numbers of a call's arguments are known before it passes.", "Write sum within …, or sum with this within 1d event(…).number(…).");
        }

        return new HistoryQuery(kind, window, events, summed: ParseSummed());
    }

    private HistoryNumber ParseNumber(EventPattern events)
    {
        var start = cursor.Advance();
        if (events is not { Action.Kind: ScopeKind.Equal, Resource.Kind: ScopeKind.Equal })
        {
            cursor.Fail(start.Span, "It is not said whose argument this is.", "Name one action and one tool: event(action == Action::\"callTool\", resource == Tool::\"transfer\").number(…).");
        }

        const string Fix = "Write the argument's name, its unit, and the most that one call may say: number(\"amount\", \"0.01 EUR\", 100000).";
        cursor.Expect(TokenKind.OpenParen, "( after number", Fix);
        var argument = QuotedText.Read(cursor.Source, cursor.Expect(TokenKind.Text, "the argument's name", Fix), cursor.Diagnostics);
        cursor.Expect(TokenKind.Comma, ", after the argument's name", Fix);
        var unit = QuotedText.Read(cursor.Source, cursor.Expect(TokenKind.Text, "the unit", Fix), cursor.Diagnostics);
        cursor.Expect(TokenKind.Comma, ", after the unit", Fix);
        var most = cursor.Expect(TokenKind.Number, "the most that one call may say", Fix);
        var end = cursor.Expect(TokenKind.CloseParen, ") after the number", Fix);
        if (long.TryParse(cursor.TextOf(most), NumberStyles.None, CultureInfo.InvariantCulture, out var bound) && HistoryNumber.Of(argument, unit, bound) is { } number)
        {
            return number;
        }

        cursor.Fail(
            start.Span.To(end.Span),
            "This declares no number.",
            $"The argument has 1 to 128 characters; the unit is a word of at most 16 letters, digits and % / _ -, with what one is before it (EUR, 0.01 EUR); the most is a whole number up to {HistoryNumber.Greatest}.");
        return null;
    }

    private EventField ParseSummed()
    {
        var at = cursor.Current.Span;
        var field = ParseFieldName(cursor);
        if (!field.IsNumber())
        {
            cursor.Fail(at, $"{field.Name()} is no number.", $"These can be summed: {string.Join(", ", Enum.GetValues<EventField>().Where(f => f.IsNumber()).Select(f => f.Name()))}.");
        }

        return field;
    }

    private TimeSpan ParseWindow()
    {
        Expect("within");
        var number = cursor.Expect(TokenKind.Number, "a window after within", "Write a number and s, m, h or d, as in: within 15m.");
        var unit = cursor.Current;
        var seconds = unit.Kind == TokenKind.Identifier && unit.Span.Start == number.Span.End
            ? cursor.Text switch { "s" => 1, "m" => 60, "h" => 3_600, "d" => 86_400, _ => 0 }
            : 0;
        if (seconds == 0)
        {
            cursor.Fail("A window needs a unit right behind its number.", "Write s, m, h or d, as in: within 15m.");
        }

        cursor.Advance();
        // Not longer than seven digits, so that the product fits.
        var isShort = long.TryParse(cursor.TextOf(number), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 9_999_999;
        if (!isShort || count == 0 || count * seconds > (long)HistoryQuery.Longest.TotalSeconds)
        {
            cursor.Fail(number.Span.To(unit.Span), "A window is from 1s to 31d long.", "Choose one in between.");
        }

        return TimeSpan.FromSeconds(count * seconds);
    }

    private EventPattern ParseEvent()
    {
        Expect("event");
        cursor.Expect(TokenKind.OpenParen, "( after event", "An event is written as event(action == …, resource == …, where …), each part optional.");
        var action = cursor.IsWord("action") ? Part(_scopes.ParseActionScope()) : Scope.Any;
        var start = cursor.Current.Span;
        var resource = cursor.IsWord("resource") ? Part(_scopes.ParseEntityScope("resource")) : Scope.Any;
        if (resource.IsSlot)
        {
            cursor.Fail(start, "A slot cannot stand in an event.", "Name the entity, or write where event.resource == resource for the one that is asked about.");
        }

        var where = cursor.SkipWord("where") ? new ExpressionParser(cursor, Clause.Event).ParseExpression() : null;
        cursor.Expect(TokenKind.CloseParen, ") after the event", "An event is written as event(action == …, resource == …, where …), in this order.");
        return new EventPattern(action, resource, where);
    }

    private Scope Part(Scope scope)
    {
        cursor.Skip(TokenKind.Comma);
        return scope;
    }

    private void Expect(string word)
    {
        if (!cursor.SkipWord(word))
        {
            cursor.Fail($"Expected {word}, found {cursor.Shown(cursor.Current)}.", Forms);
        }
    }
}
