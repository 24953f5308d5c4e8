using System.Text.Json;
using Bartizan.Storage.Ledgers;

namespace Bartizan.Storage.Reviews;

/// <summary>Puts a review together again from the facts that were proven.</summary>
internal sealed class CertifiedReview(string review, CertificationReport report)
{
    private readonly Dictionary<string, Item> _items = new(StringComparer.Ordinal);
    private bool _isOpen, _isClosed;
    private long _asked;
    private int _facts;

    /// <summary>Reads the facts in order, and says what does not fit.</summary>
    public void Read(IReadOnlyList<(LedgerEntry Entry, JsonElement Fact)> facts)
    {
        foreach (var (entry, fact) in facts)
        {
            try
            {
                Read(entry, fact);
                _facts++;
            }
            catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
            {
                report.Add($"A fact of kind {entry.Kind} is not as it must be.");
            }
        }

        if (!_isClosed)
        {
            report.Add("It does not tell that the review was closed.");
        }

        foreach (var (id, _) in _items.Where(i => i.Value.Answer is null || i.Value.Outcome is null))
        {
            report.Add($"Question {id} was not answered, or nothing was done of it.");
        }

        report.Items = [.. _items.Values.Where(i => i is { Answer: not null, Outcome: not null }).Select(i => new CertifiedItem(i.Kind, i.Name, i.Entry, i.Answer!, i.By, i.At, i.Reason, i.Outcome!))];
    }

    private void Read(LedgerEntry entry, JsonElement fact)
    {
        if (Text(fact, "review") != review || entry.Source != "identity")
        {
            report.Add($"A fact of kind {entry.Kind} is not of this review.");
            return;
        }

        if (_isClosed || (entry.Kind == "review.opened") == _isOpen)
        {
            report.Add($"A fact of kind {entry.Kind} stands where it cannot.");
            return;
        }

        switch (entry.Kind)
        {
            case "review.opened":
                (report.Title, report.Opened) = (Text(fact, "title"), entry.Time);
                (_isOpen, _asked) = (true, fact.GetProperty("items").GetInt64());
                break;
            case "review.asked":
                _items.Add(Text(fact, "item"), new Item { Kind = Text(fact, "kind"), Name = Text(fact, "name"), Entry = Text(fact, "entry") });
                break;
            case "review.reassigned":
                _ = _items[Text(fact, "item")];
                break;
            case "review.answered":
                Once(_items[Text(fact, "item")].Answer);
                _items[Text(fact, "item")] = _items[Text(fact, "item")] with { Answer = Text(fact, "answer"), By = Text(fact, "by"), Reason = Text(fact, "reason"), At = entry.Time };
                break;
            case "review.applied":
                Once(_items[Text(fact, "item")].Outcome);
                _items[Text(fact, "item")] = _items[Text(fact, "item")] with { Outcome = Text(fact, "outcome") };
                break;
            case "review.closed":
                (_isClosed, report.Closed) = (true, entry.Time);
                if (fact.GetProperty("items").GetInt64() != _items.Count || _asked != _items.Count || fact.GetProperty("facts").GetInt64() != _facts)
                {
                    report.Add("Something that was recorded of the review before it was closed is left out.");
                }

                break;
            default:
                report.Add($"A fact of kind {entry.Kind} does not belong to a review.");
                break;
        }
    }

    private void Once(string? known)
    {
        if (known is not null)
        {
            report.Add("A question was answered twice.");
        }
    }

    private static string Text(JsonElement fact, string name) => fact.GetProperty(name).GetString() ?? throw new FormatException();

    private sealed record Item
    {
        public required string Kind { get; init; }
        public required string Name { get; init; }
        public required string Entry { get; init; }
        public string? Answer { get; init; }
        public string By { get; init; } = "";
        public DateTimeOffset At { get; init; }
        public string Reason { get; init; } = "";
        public string? Outcome { get; init; }
    }
}
