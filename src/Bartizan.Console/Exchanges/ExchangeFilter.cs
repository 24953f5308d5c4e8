using System.ComponentModel;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Core.Exchanges;
using Microsoft.AspNetCore.Mvc;

namespace Bartizan.Console.Exchanges;

/// <summary>Which exchanges are asked for; every part narrows.</summary>
internal sealed record ExchangeFilter
{
    [FromQuery(Name = "agent"), Description("Agent id.")]
    public string? Agent { get; init; }

    [FromQuery(Name = "verdict"), Description("Verdicts; any of them.")]
    public string[]? Verdict { get; init; }

    [FromQuery(Name = "label"), Description("Label such as pii.email, or family such as pii.*.")]
    public string? Label { get; init; }

    [FromQuery(Name = "q"), Description("An exchange id, or text looked for in agent name, model and route; case does not matter.")]
    public string? Q { get; init; }

    [FromQuery(Name = "from"), Description("Earliest time, RFC 3339, inclusive.")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "to"), Description("Latest time, RFC 3339, exclusive.")]
    public DateTimeOffset? To { get; init; }

    /// <summary>The same for the store's views.</summary>
    public Storage.Exchanges.ExchangeFilter ForStore() =>
        new() { Agent = Agent, Verdicts = Verdicts(), Label = Label, Text = Q, From = From, To = To };

    /// <summary>The same for rows of the live feed.</summary>
    public Func<ExchangeRow, bool> ForRows()
    {
        var verdicts = Verdicts();
        return row => (verdicts.Length == 0 || verdicts.Contains(row.Verdict)) && Matches(row);
    }

    private Verdict[] Verdicts() => [.. (Verdict ?? []).Select(word => Words.Read<Verdict>("verdict", word))];

    private bool Matches(ExchangeRow row) =>
        (string.IsNullOrEmpty(Agent) || row.Agent?.Id == Agent)
        && (string.IsNullOrEmpty(Label) || row.Labels.Any(label => Finding.LabelMatches(label, Label) || (Label.EndsWith(".*", StringComparison.Ordinal) && label == Label[..^2])))
        && (string.IsNullOrEmpty(Q) || row.Id == Q || Contains(row.Agent?.Name) || Contains(row.Model) || Contains(row.Route))
        && (From is null || row.Time >= From)
        && (To is null || row.Time < To);

    private bool Contains(string? text) => text?.Contains(Q!, StringComparison.OrdinalIgnoreCase) == true;
}
