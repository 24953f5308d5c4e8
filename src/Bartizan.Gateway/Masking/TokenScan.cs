using Bartizan.Core.Masking;

namespace Bartizan.Gateway.Masking;

/// <summary>An occurrence in a text.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">Unit after the last.</param>
/// <param name="Value">What it is an occurrence of.</param>
/// <param name="InAddress">Whether it stands in the address of something on a network.</param>
internal readonly record struct TokenMatch(int Start, int End, MaskedValue Value, bool InAddress);

/// <summary>
/// Looks for an index's strings in one text as it grows. Cutting the text differently changes no match. Of occurrences that overlap the first counts, of
/// those that begin together the longest. A string that goes on as a longer word, number or address is not an occurrence.
/// </summary>
internal sealed class TokenScan(TokenIndex index)
{
    private readonly List<Walk> _walks = [];
    private readonly List<Ended> _ended = [];
    private int _at;
    private char _last;
    private char _lastButOne;
    private AddressTracker _address;

    private record struct Walk(int Start, bool InAddress, int Low, int High, int Depth, int Fillers, bool Dead);

    private record struct Ended(TokenMatch Match, char Joint, bool Sure, bool Dead);

    /// <summary>Occurrences so far, in order; complete up to <see cref="Settled"/>.</summary>
    public List<TokenMatch> Matches { get; } = [];

    /// <summary>Units in which no further occurrence can begin.</summary>
    public int Settled { get; private set; }

    /// <summary>Units that are held back.</summary>
    internal int Held => _at - Settled;

    /// <summary>The occurrences in a whole text.</summary>
    public static List<TokenMatch> All(TokenIndex index, ReadOnlySpan<char> text)
    {
        var scan = new TokenScan(index);
        scan.Append(text);
        scan.Complete();
        return scan.Matches;
    }

    /// <summary>Takes more text.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            Take(c);
        }

        Settle();
    }

    /// <summary>The text ended.</summary>
    public void Complete()
    {
        _walks.Clear();
        foreach (ref var ended in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ended))
        {
            ended.Sure = true;
        }

        Report();
        _ended.Clear();
        Settled = _at;
    }

    private void Pass(char c)
    {
        (_lastButOne, _last) = (_last, c);
        _address.Take(c);
        _at++;
    }

    private void Take(char c)
    {
        if (_ended.Count > 0)
        {
            CheckEdges(c);
        }

        if (_walks.Count > 0)
        {
            Step(c);
        }

        if (index.First.Contains(c) && MayBegin(c))
        {
            Begin(c);
        }

        Pass(c);
        if (_ended.Count > 0)
        {
            Report();
        }
    }

    private bool MayBegin(char c) =>
        !char.IsLetterOrDigit(c) || (!char.IsLetterOrDigit(_last) && !(TokenText.Joins(_last) && char.IsLetterOrDigit(_lastButOne)));

    private void Begin(char c)
    {
        var walk = new Walk(_at, _address.Inside, 0, index.Count, 0, 0, false);
        Advance(ref walk, c);
        if (!walk.Dead)
        {
            _walks.Add(walk);
        }
    }

    private void Step(char c)
    {
        foreach (ref var walk in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_walks))
        {
            if (!index.Exact && TokenText.IsFiller(c))
            {
                // After a colon stands the value of a key: what is in two places is no token.
                walk.Dead = ++walk.Fillers > TokenText.Fillers || _last == ':';
            }
            else
            {
                Advance(ref walk, c);
            }
        }

        _walks.RemoveAll(static w => w.Dead);
    }

    private void Advance(ref Walk walk, char c)
    {
        walk.Fillers = 0;
        var (low, high) = (walk.Low, walk.High);
        if (!index.Narrow(ref low, ref high, walk.Depth, index.Exact ? c : TokenText.Fold(c)))
        {
            walk.Dead = true;
            return;
        }

        (walk.Low, walk.High, walk.Depth) = (low, high, walk.Depth + 1);
        if (index.WholeAt(low, walk.Depth) is { } value)
        {
            _ended.Add(new Ended(new TokenMatch(walk.Start, _at + 1, value, walk.InAddress), '\0', !char.IsLetterOrDigit(c), false));
            walk.Low++;
            walk.Dead = walk.Low == walk.High;
        }
    }

    // Whether what ended goes on after all: at once, or after a dot or the like.
    private void CheckEdges(char c)
    {
        foreach (ref var ended in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ended))
        {
            if (ended.Sure)
            {
                continue;
            }

            if (char.IsLetterOrDigit(c))
            {
                ended.Dead = true;
            }
            else if (ended.Joint == '\0' && TokenText.Joins(c))
            {
                ended.Joint = c;
            }
            else
            {
                ended.Sure = true;
            }
        }

        _ended.RemoveAll(static e => e.Dead);
    }

    // What is sure counts once nothing that began no later can still become an occurrence.
    private void Report()
    {
        while (_ended.Count > 0)
        {
            var best = _ended[0];
            foreach (var other in _ended)
            {
                if (other.Match.Start < best.Match.Start || (other.Match.Start == best.Match.Start && other.Match.End > best.Match.End))
                {
                    best = other;
                }
            }

            if (!best.Sure || _walks.Exists(w => w.Start <= best.Match.Start))
            {
                return;
            }

            Matches.Add(best.Match);
            _ended.RemoveAll(e => e.Match.Start < best.Match.End);
            _walks.RemoveAll(w => w.Start < best.Match.End);
        }
    }

    private void Settle()
    {
        var settled = _at;
        foreach (var walk in _walks)
        {
            settled = Math.Min(settled, walk.Start);
        }

        foreach (var ended in _ended)
        {
            settled = Math.Min(settled, ended.Match.Start);
        }

        Settled = settled;
    }
}
