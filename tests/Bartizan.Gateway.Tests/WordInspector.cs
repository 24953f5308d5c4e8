using Bartizan.Core.Exchanges;
using Bartizan.Guard;
using Bartizan.Guard.Normalization;

namespace Bartizan.Gateway.Tests;

/// <summary>Finds one word, and fails on another.</summary>
internal sealed class WordInspector(string word, string label, string? failsOn = null) : IInspector
{
    public string Name => "words";

    public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings)
    {
        var span = segment.Text.Span;
        if (failsOn is not null && span.Contains(failsOn, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The test's inspector fails.");
        }

        for (var at = span.IndexOf(word); at >= 0;)
        {
            findings.Add(new Finding { Label = label, Score = 0.9, Segment = segment.Index, Start = at, Length = word.Length, Reason = "It is the word.", Inspector = Name });
            var next = span[(at + word.Length)..].IndexOf(word);
            at = next < 0 ? -1 : at + word.Length + next;
        }
    }
}
