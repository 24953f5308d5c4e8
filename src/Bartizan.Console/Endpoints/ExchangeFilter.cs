using System.ComponentModel;
using Bartizan.Core.Exchanges;
using Microsoft.AspNetCore.Mvc;

namespace Bartizan.Console.Endpoints;

/// <summary>Which exchanges are asked for; every part narrows.</summary>
internal sealed record ExchangeFilter
{
    [FromQuery(Name = "agent"), Description("Agent id.")]
    public string? Agent { get; init; }

    [FromQuery(Name = "verdict"), Description("Verdicts; any of them.")]
    public Verdict[] Verdict { get; init; } = [];

    [FromQuery(Name = "label"), Description("Label such as pii.email, or family such as pii.*.")]
    public string? Label { get; init; }

    [FromQuery(Name = "q"), Description("Text looked for in exchange id, agent name, model and route; case does not matter.")]
    public string? Q { get; init; }

    [FromQuery(Name = "from"), Description("Earliest time, RFC 3339, inclusive.")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "to"), Description("Latest time, RFC 3339, exclusive.")]
    public DateTimeOffset? To { get; init; }
}
