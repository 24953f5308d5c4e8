using System.Globalization;
using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Leaks;

/// <summary>
/// Looks in one text of an answer, as it grows, for long runs of the words of a <see cref="GuardedPrompt"/>. Linear; keeps the hashes of a few words and no
/// text. How the text is cut changes nothing: words decide, and a word counts once it has ended. Not thread-safe.
/// </summary>
public sealed class LeakScan : ITextScan
{
    /// <summary>Label of its findings.</summary>
    public const string Label = "leak.system-prompt";

    // Words that make a finding by themselves, and units that do where they are a good share of the prompt.
    private const int EnoughWords = 12;
    private const int EnoughUnits = 80;
    private const double GoodShare = 0.4;

    // A longer run is reported in pieces, so that little of a stream waits.
    private const int PieceWords = 64;
    private const int RunWords = GuardedPrompt.RunWords;

    private readonly GuardedPrompt _prompt;
    private readonly int _segment;
    private readonly GuardOptions _options;
    private readonly List<Finding> _findings = [];
    private readonly LeakWord[] _recent = new LeakWord[RunWords];
    private readonly ulong[] _window = new ulong[RunWords];
    private LeakWords _reader;
    private int _length;
    private int _seen;
    private int _place = -1;
    private int _runStart;
    private int _runEnd;
    private int _runWords;
    private int _runWeight;
    private bool _continues;
    private int _chain;
    private int _held = int.MaxValue;

    internal LeakScan(GuardedPrompt prompt, int segment, GuardOptions options)
    {
        _prompt = prompt;
        _segment = segment;
        _options = options;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <inheritdoc/>
    public int Settled => Math.Min(_length, Math.Min(_held, _reader.IsOpen ? _reader.Start : int.MaxValue));

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

        EndRun();
        _held = int.MaxValue;
    }

    private void Take(in LeakWord word)
    {
        if (_place >= 0 && _prompt.Has(_place, word.Hash))
        {
            Extend(word);
        }
        else
        {
            EndRun();
        }

        _recent.AsSpan(1).CopyTo(_recent);
        _recent[^1] = word;
        _window.AsSpan(1).CopyTo(_window);
        _window[^1] = word.Hash;
        _seen = Math.Min(_seen + 1, RunWords);
        if (_place < 0 && _seen == RunWords && _prompt.Find(_window) is >= 0 and var place)
        {
            (_place, _runStart, _runEnd, _runWords, _continues) = (place + RunWords, _recent[0].Start, word.End, RunWords, false);
            _runWeight = 0;
            foreach (var one in _recent)
            {
                _runWeight += one.Weight;
            }
        }

        var candidate = Candidate();
        _held = _place >= 0 ? _runStart : candidate;
    }

    private void Extend(in LeakWord word)
    {
        if (_runWords >= PieceWords)
        {
            Report();
            (_runStart, _runWords, _runWeight, _continues) = (word.Start, 0, 0, true);
        }

        _place++;
        _runEnd = word.End;
        _runWords++;
        _runWeight += word.Weight;
    }

    private void EndRun()
    {
        if (_place >= 0)
        {
            var share = (double)_runWords / _prompt.Words;
            if (_continues || _runWeight >= 2 * EnoughWords || (_runEnd - _runStart >= EnoughUnits && share >= GoodShare))
            {
                Report();

                // What was reported begins no other run.
                (_seen, _chain) = (0, 0);
            }

            _place = -1;
        }
    }

    private void Report()
    {
        if (_runWords == 0)
        {
            return;
        }

        var share = Math.Min(1, (double)_runWords / _prompt.Words);
        var words = _runWords.ToString(CultureInfo.InvariantCulture);
        var finding = new Finding
        {
            Label = Label,
            Score = Math.Round(Math.Min(1, 0.6 + (0.4 * Math.Max(share, _runWords / (double)PieceWords))), 3),
            Segment = _segment,
            Start = _runStart,
            Length = _runEnd - _runStart,
            Reason = $"The answer repeats {words} words of the system message in a row.",
            Inspector = "leaks",
        };
        if (FindingOrder.Reported(finding, _options))
        {
            _findings.Add(finding);
        }
    }

    // Where the latest words begin that could still be the beginning of a run. It never goes back.
    private int Candidate()
    {
        _chain = !_prompt.MayHave(_window[^1]) ? 0
            : _chain > 0 && _prompt.MayHave(_window[^2], _window[^1]) ? Math.Min(_chain + 1, RunWords - 1)
            : 1;
        return _chain == 0 ? int.MaxValue : _recent[^_chain].Start;
    }
}
