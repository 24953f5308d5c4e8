using System.Text.RegularExpressions;
using Bartizan.Core.Results;
using Bartizan.Detect.Rules;

namespace Bartizan.Detect.Conditions;

/// <summary>
/// Parses conditions (Sigma rules specification 2.1, "Condition"): or, and, not, 1/any/all of them or of a pattern, brackets, in rising order of
/// binding. At most 64 levels deep and 4,000 words long.
/// </summary>
internal sealed partial class ConditionParser
{
    private const int Deepest = 64;
    private const int MostWords = 4_000;

    private readonly IReadOnlyCollection<string> _names;
    private readonly WrittenCondition _written;
    private readonly string _file;
    private readonly List<(string Word, int At)> _words = [];
    private int _next;
    private int _depth;

    private ConditionParser(WrittenCondition written, IReadOnlyCollection<string> names, string file) => (_written, _names, _file) = (written, names, file);

    /// <summary>Parses a condition over <paramref name="names"/>.</summary>
    /// <exception cref="InputException">It is not one.</exception>
    public static ConditionNode Parse(WrittenCondition written, IReadOnlyCollection<string> names, string file)
    {
        var parser = new ConditionParser(written, names, file);
        parser.Split();
        var node = parser.Or();
        return parser._next == parser._words.Count ? node : throw parser.Wrong($"'{parser.Word}' was not expected here.", "Join selections with 'and' or 'or'.");
    }

    private string Word => _next < _words.Count ? _words[_next].Word : "the end";

    private void Split()
    {
        foreach (var match in Words().EnumerateMatches(_written.Text))
        {
            _words.Add((_written.Text.Substring(match.Index, match.Length), match.Index));
            if (_words.Count > MostWords)
            {
                throw Wrong($"The condition has more than {MostWords} words.", "Split the rule.");
            }
        }

        foreach (var (word, at) in _words)
        {
            if (word == "|")
            {
                throw new InputException(new InputError(
                    "The part after | is the aggregation of Sigma 1, which Sigma 2 replaced.",
                    "Write a correlation document (correlation: type: event_count …) that refers to this rule.",
                    _file,
                    _written.Line,
                    _written.Column + at));
            }
        }
    }

    private ConditionNode Or() => Chain("or", false, And);

    private ConditionNode And() => Chain("and", true, Not);

    private ConditionNode Chain(string word, bool all, Func<ConditionNode> part)
    {
        var first = part();
        if (!Is(word))
        {
            return first;
        }

        var parts = new List<ConditionNode> { first };
        while (Is(word))
        {
            _next++;
            parts.Add(part());
        }

        return new JoinedCondition(all, parts);
    }

    private ConditionNode Not()
    {
        var negations = 0;
        while (Is("not"))
        {
            _next++;
            negations++;
        }

        var node = Primary();
        return negations % 2 == 0 ? node : new NegatedCondition(node);
    }

    private ConditionNode Primary()
    {
        if (_next == _words.Count)
        {
            throw Wrong("The condition ends too early.", "Name a selection after the last word.");
        }

        if (Is("("))
        {
            if (++_depth > Deepest)
            {
                throw Wrong($"The condition is nested more than {Deepest} levels deep.", "Split the rule.");
            }

            _next++;
            var inner = Or();
            if (!Is(")"))
            {
                throw Wrong($"A bracket is never closed; found {Word}.", "Add the missing ).");
            }

            _next++;
            _depth--;
            return inner;
        }

        if (_next + 1 < _words.Count && string.Equals(_words[_next + 1].Word, "of", StringComparison.OrdinalIgnoreCase))
        {
            return Of();
        }

        var name = Word;
        if (!_names.Contains(name))
        {
            throw Wrong($"There is no selection '{name}'.", _names.Count == 0 ? "Add one." : $"There are: {string.Join(", ", _names.Take(12))}.");
        }

        _next++;
        return new NamedCondition(name);
    }

    private ConditionNode Of()
    {
        var all = Is("all");
        if (!all && Word is not "1" && !Is("any"))
        {
            throw Wrong($"'{Word} of' is not part of Sigma.", "Write '1 of', 'any of' or 'all of'; counts of events are correlations.");
        }

        _next += 2;
        if (_next == _words.Count)
        {
            throw Wrong("The condition ends after 'of'.", "Write 'them' or a pattern such as selection_*.");
        }

        var pattern = Word;
        var them = Is("them");
        var named = _names.Where(n => them ? n[0] != '_' : Like(pattern, n)).Select(n => (ConditionNode)new NamedCondition(n)).ToList();
        if (named.Count == 0)
        {
            throw Wrong($"No selection is called '{pattern}'.", $"There are: {string.Join(", ", _names.Take(12))}.");
        }

        _next++;
        return named.Count == 1 ? named[0] : new JoinedCondition(all, named);
    }

    /// <summary>Whether a pattern with * matches a name; each star is tried from the left, never again.</summary>
    private static bool Like(string pattern, string name)
    {
        var pieces = pattern.Split('*');
        if (pieces.Length == 1)
        {
            return string.Equals(pattern, name, StringComparison.Ordinal);
        }

        if (!name.StartsWith(pieces[0], StringComparison.Ordinal))
        {
            return false;
        }

        var at = pieces[0].Length;
        for (var i = 1; i < pieces.Length - 1; i++)
        {
            var found = name.IndexOf(pieces[i], at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + pieces[i].Length;
        }

        return name.Length - at >= pieces[^1].Length && name.EndsWith(pieces[^1], StringComparison.Ordinal);
    }

    private bool Is(string word) => _next < _words.Count && string.Equals(_words[_next].Word, word, StringComparison.OrdinalIgnoreCase);

    private InputException Wrong(string what, string fix) => new(new InputError(
        what,
        fix,
        _file,
        _written.Line,
        _written.Column + (_next < _words.Count ? _words[_next].At : _written.Text.Length)));

    [GeneratedRegex(@"[()|]|[^\s()|]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
