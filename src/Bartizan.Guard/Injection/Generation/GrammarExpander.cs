using System.Text;
using Bartizan.Guard.Injection.Training;

namespace Bartizan.Guard.Injection.Generation;

/// <summary>
/// Draws texts from a grammar. A name is looked up in the bindings first (so that one carrier can hold an order or an everyday text),
/// then in the family's own sections, then in those it uses.
/// </summary>
internal sealed class GrammarExpander(IReadOnlyList<Grammar> grammars, IReadOnlyDictionary<string, string> bindings)
{
    private const int Deepest = 40;
    private const char Open = '‹';
    private const char Close = '›';

    private readonly StringBuilder _text = new();
    private int _payloadStart;
    private int _payloadEnd;

    /// <summary>One text of a section, and what section <c>item</c> or <c>payload</c> became in it (empty when it was not asked for).</summary>
    public (string Text, string Payload) Draw(string section, ref SplitMix random)
    {
        _text.Clear();
        _payloadStart = -1;
        Expand(section, ref random, 0);
        var text = _text.ToString();
        return (text, _payloadStart < 0 ? "" : text[_payloadStart.._payloadEnd]);
    }

    private void Expand(string name, ref SplitMix random, int depth)
    {
        if (depth > Deepest)
            throw new InvalidDataException($"{grammars[0].Name}: section [{name}] calls itself without end.");
        var marks = name is "item" or "payload" && _payloadStart < 0;
        var start = _text.Length;
        if (marks)
        {
            _payloadStart = start;
        }

        var alternatives = Find(name);
        ExpandLine(alternatives[random.Below(alternatives.Length)], ref random, depth + 1);
        if (marks)
        {
            _payloadEnd = _text.Length;
        }
    }

    private void ExpandLine(ReadOnlySpan<char> line, ref SplitMix random, int depth)
    {
        while (line.IndexOf(Open) is >= 0 and var at)
        {
            _text.Append(line[..at]);
            var end = at + Matching(line[at..]);
            ExpandSlot(line[(at + 1)..end], ref random, depth);
            line = line[(end + 1)..];
        }

        _text.Append(line);
    }

    private void ExpandSlot(ReadOnlySpan<char> slot, ref SplitMix random, int depth)
    {
        Span<Range> choices = stackalloc Range[64];
        var count = Split(slot, choices);
        if (count == 1 && slot.IndexOfAnyExcept(Grammar.NameChars) < 0)
        {
            Expand(slot.ToString(), ref random, depth);
            return;
        }

        ExpandLine(slot[choices[random.Below(count)]], ref random, depth);
    }

    private static int Split(ReadOnlySpan<char> slot, Span<Range> choices)
    {
        var (depth, start, count) = (0, 0, 0);
        for (var i = 0; i <= slot.Length; i++)
        {
            if (i < slot.Length && slot[i] != '|' || (i < slot.Length && depth > 0))
            {
                depth += slot[i] == Open ? 1 : slot[i] == Close ? -1 : 0;
                continue;
            }

            choices[count++] = start..i;
            start = i + 1;
        }

        return count;
    }

    private int Matching(ReadOnlySpan<char> line)
    {
        var depth = 0;
        for (var i = 0; i < line.Length; i++)
        {
            depth += line[i] == Open ? 1 : line[i] == Close ? -1 : 0;
            if (depth == 0)
                return i;
        }

        throw new InvalidDataException($"{grammars[0].Name}: '{line}' opens ‹ and does not close it.");
    }

    private string[] Find(string name)
    {
        var wanted = bindings.GetValueOrDefault(name, name);
        foreach (var grammar in grammars)
        {
            if (grammar.Sections.TryGetValue(wanted, out var alternatives) && alternatives.Length > 0)
                return alternatives;
        }

        throw new InvalidDataException($"{grammars[0].Name}: there is no section [{wanted}].");
    }
}
