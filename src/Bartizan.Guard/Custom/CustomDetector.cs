using Bartizan.Guard.Personal;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Custom;

/// <summary>
/// Finds custom entities at the beginnings of words. Words and patterns that begin with plain text share one index, so that a thousand of them cost
/// little more than one; patterns that do not are tried one by one at every word.
/// </summary>
internal sealed class CustomDetector : SpanDetector
{
    private readonly LiteralIndex _index;
    private readonly (Compiled Entity, CustomPattern? Pattern)[] _known;
    private readonly (Compiled Entity, CustomPattern Pattern)[] _unknown;

    /// <summary>Creates the detector of entities that <see cref="CustomEntities.Check"/> finds no fault with.</summary>
    public CustomDetector(IReadOnlyList<CustomEntity> entities)
    {
        var literals = new List<string>();
        var known = new List<(Compiled, CustomPattern?)>();
        var unknown = new List<(Compiled, CustomPattern)>();
        foreach (var entity in entities)
        {
            var compiled = new Compiled(entity);
            foreach (var word in entity.Words)
            {
                literals.Add(word);
                known.Add((compiled, null));
            }

            foreach (var pattern in entity.Patterns.Select(text => new CustomPattern(text)))
            {
                if (pattern.Literal is null)
                {
                    unknown.Add((compiled, pattern));
                }
                else
                {
                    literals.Add(pattern.Literal);
                    known.Add((compiled, pattern));
                }
            }
        }

        _index = new LiteralIndex(literals);
        (_known, _unknown) = ([.. known], [.. unknown]);
    }

    public override string Name => "custom";

    public override bool Wakes(ReadOnlySpan<char> text, int added) => true;

    public override int Scan(ref SpanText text, int from, List<Hit> hits)
    {
        for (var at = Next(text.Chars, from); at < text.Length; at = Next(text.Chars, at + 1))
        {
            if (!BeginsWord(text.Chars, at))
            {
                continue;
            }

            var before = hits.Count;
            foreach (var candidate in _index.MayBeginAt(ref text, at))
            {
                if (_index.Stands(ref text, at, candidate))
                {
                    Try(ref text, at, _known[candidate].Entity, _known[candidate].Pattern, _index.LengthOf(candidate), hits);
                }
            }

            foreach (var (entity, pattern) in _unknown)
            {
                Try(ref text, at, entity, pattern, 0, hits);
            }

            if (text.NeedsMore())
            {
                hits.RemoveRange(before, hits.Count - before);
                return at;
            }
        }

        return text.Length;
    }

    private int Next(ReadOnlySpan<char> text, int at) => _unknown.Length == 0 ? _index.Next(text, at) : at;

    // A word begins where no letter or digit stands before one, or at any sign.
    private static bool BeginsWord(ReadOnlySpan<char> text, int at) =>
        !char.IsWhiteSpace(text[at]) && !(at > 0 && LiteralIndex.IsOfWords(text[at]) && LiteralIndex.IsOfWords(text[at - 1]));

    private static void Try(ref SpanText text, int at, Compiled entity, CustomPattern? pattern, int literal, List<Hit> hits)
    {
        var length = literal;
        if (pattern is not null)
        {
            // The pattern sees the same text whether it comes at once or in pieces: all of what a match may take.
            _ = text[at + CustomPattern.MaxMatch - 1];
            length = pattern.Match(text.Chars.Slice(at, Math.Min(CustomPattern.MaxMatch, text.Length - at)));
        }

        var goesOn = length > 0 && char.IsLetterOrDigit(text[at + length - 1]) && char.IsLetterOrDigit(text[at + length]);
        if (length == 0 || goesOn || text.Touched || !entity.Holds(text.Chars.Slice(at, length)))
        {
            return;
        }

        var score = entity.Score(ref text, at, at + length);
        if (score >= entity.Minimum)
        {
            hits.Add(new Hit(at, length, entity.Kind, score));
        }
    }

    /// <summary>An entity ready to be used.</summary>
    private sealed class Compiled(CustomEntity entity)
    {
        private readonly ContextWords? _context = entity.Context.Count == 0 ? null : new ContextWords([.. entity.Context]);

        public HitKind Kind { get; } = new($"pii.custom.{entity.Id}", "custom", "A custom entity of this installation.");

        public double Minimum => entity.Minimum;

        public bool Holds(ReadOnlySpan<char> found) => entity.Validator is null || CustomValidators.Holds(entity.Validator, found);

        public double Score(ref SpanText text, int start, int end) =>
            _context is not null && Context.Surrounds(ref text, start, end, _context, entity.Distance) ? (1 + entity.Confidence) / 2 : entity.Confidence;
    }
}
