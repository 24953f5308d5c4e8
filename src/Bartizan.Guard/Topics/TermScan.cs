using System.Globalization;
using Bartizan.Core.Exchanges;
using Bartizan.Guard.Leaks;

namespace Bartizan.Guard.Topics;

/// <summary>
/// Looks in one text, as it grows, for the terms of a <see cref="TermIndex"/>. A topic is found once, at the term by which enough different ones stand there;
/// a competitor wherever it is named. Linear; keeps no text.
/// </summary>
public sealed class TermScan : ITextScan
{
    private readonly TermIndex _index;
    private readonly int _segment;
    private readonly GuardOptions _options;
    private readonly List<Finding> _findings = [];
    private readonly List<(TermIndex.Term Term, int Next, int Start)> _begun = [];
    private readonly Dictionary<int, HashSet<int>> _topics = [];
    private LeakWords _reader;
    private int _length;

    internal TermScan(TermIndex index, int segment, GuardOptions options) => (_index, _segment, _options) = (index, segment, options);

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <inheritdoc/>
    public int Settled => Math.Min(_reader.IsOpen ? _reader.Start : _length, _begun.Count == 0 ? int.MaxValue : _begun.Min(b => b.Start));

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (_reader.Take(c, _length, out var word))
            {
                Take(word);
            }

            if (LeakWords.IsWhole(c, _length, out word))
            {
                Take(word);
            }

            _length++;
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (_reader.Close(out var word))
        {
            Take(word);
        }

        _begun.Clear();
    }

    private void Take(in LeakWord word)
    {
        for (var i = _begun.Count - 1; i >= 0; i--)
        {
            var (term, next, start) = _begun[i];
            _begun.RemoveAt(i);
            if (term.Hashes[next] == word.Hash)
            {
                GoOn(term, next + 1, start, word.End);
            }
        }

        foreach (var term in _index.BeginningWith(word.Hash))
        {
            GoOn(term, 1, word.Start, word.End);
        }
    }

    private void GoOn(TermIndex.Term term, int next, int start, int end)
    {
        if (next < term.Hashes.Length)
        {
            _begun.Add((term, next, start));
            return;
        }

        var list = _index.Lists[term.List];
        if (list.Kind == TermListKind.Competitor)
        {
            Report(list, start, end, "A name of a competitor.");
            return;
        }

        if (!_topics.TryGetValue(term.List, out var seen))
        {
            _topics[term.List] = seen = [];
        }

        if (seen.Add(term.Number) && seen.Count == list.AtLeast)
        {
            Report(list, start, end, $"The text speaks of a banned topic: {seen.Count.ToString(CultureInfo.InvariantCulture)} of its terms stand in it.");
        }
    }

    private void Report(TermList list, int start, int end, string reason)
    {
        var finding = new Finding
        {
            Label = list.Label,
            Score = 0.9,
            Segment = _segment,
            Start = start,
            Length = end - start,
            Reason = reason,
            Inspector = "topics",
        };
        if (FindingOrder.Reported(finding, _options))
        {
            // Terms can lie inside each other and end one after the other; findings stand in the order of their starts.
            var at = _findings.Count;
            while (at > 0 && FindingOrder.Compare(_findings[at - 1], finding) > 0)
            {
                at--;
            }

            _findings.Insert(at, finding);
        }
    }
}
