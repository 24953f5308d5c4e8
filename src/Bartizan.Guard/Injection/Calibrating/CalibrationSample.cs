using System.Globalization;
using Bartizan.Core.Calibrations;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;

namespace Bartizan.Guard.Injection.Calibrating;

/// <summary>
/// Distinct texts of recorded traffic with their scores. Distinct, because a conversation repeats its texts with every request, and counting one text many
/// times would make the bounds tighter than they are.
/// </summary>
/// <param name="model">Scores of this model count; those of others are not comparable.</param>
/// <param name="system">Only exchanges of this system; null for all.</param>
public sealed class CalibrationSample(string model, string? system)
{
    /// <summary>Distinct texts kept at most; about 60 MB.</summary>
    public const int MostTexts = 1_000_000;

    private readonly Dictionary<UInt128, (int Score, TextKind Kind)>[] _texts = [[], []];

    /// <summary>Exchanges taken in.</summary>
    public long Exchanges { get; private set; }

    /// <summary>Exchanges left out because another model scored them, or none did.</summary>
    public long OtherModels { get; private set; }

    /// <summary>Whether there were more texts than are kept; then the newest are missing.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Systems of the agents whose exchanges were seen, by name.</summary>
    public SortedSet<string> Systems { get; } = new(StringComparer.Ordinal);

    /// <summary>The texts of a channel.</summary>
    public IReadOnlyCollection<(int Score, TextKind Kind)> Of(InjectionChannel channel) => _texts[(int)channel].Values;

    /// <summary>Takes in an exchange.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="mark">What a person said of it; null when nobody did.</param>
    public void Add(ScoredExchange exchange, ExchangeMark? mark)
    {
        var of = exchange.Tags?.GetValueOrDefault(Principal.SystemTag);
        if (of is not null)
        {
            Systems.Add(of);
        }

        if (system is not null && system != of)
        {
            return;
        }

        if (exchange.InjectionModel != model)
        {
            OtherModels++;
            return;
        }

        Exchanges++;
        var texts = (exchange.Request ?? []).Concat(exchange.Response ?? []).Where(t => t.Injection is not null);
        switch (mark, exchange.Verdict)
        {
            case ({ Attack: true }, _):
                Add(texts.OrderByDescending(t => t.Injection).Take(1), TextKind.Attack);
                break;
            case ({ Attack: false }, _):
                Add(texts, TextKind.Benign);
                break;
            case (null, Verdict.Allow or Verdict.Redact):
                Add(texts, TextKind.Passed);
                break;
            default:
                // Of what was refused, the other texts are left out: nobody knows what they were part of.
                Add(texts.Where(t => t.Findings?.Any(f => Finding.Family(f.Label) == InjectionInspector.Label) == true), TextKind.Unreviewed);
                break;
        }
    }

    private void Add(IEnumerable<ScoredText> texts, TextKind kind)
    {
        foreach (var text in texts)
        {
            if (InjectionChannels.Of(text.Role, text.Provenance) is not { } channel
                || text.Digest.Length < 32
                || !UInt128.TryParse(text.Digest.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key))
            {
                continue;
            }

            var known = _texts[(int)channel];
            if (known.TryGetValue(key, out var before))
            {
                known[key] = (Math.Max(before.Score, text.Injection!.Value), before.Kind > kind ? before.Kind : kind);
            }
            else if (_texts[0].Count + _texts[1].Count < MostTexts)
            {
                known[key] = (text.Injection!.Value, kind);
            }
            else
            {
                IsFull = true;
            }
        }
    }
}
