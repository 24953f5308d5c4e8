using Bartizan.Core.Json;

namespace Bartizan.Core.Exchanges;

/// <summary>
/// What is kept of a question to policy so that it can be asked again, of other policies. Holds no text of the exchange: labels, flags and names of
/// tools and of their arguments only. What the exchange's record says elsewhere is left out, so most questions are empty.
/// </summary>
public sealed record AskedQuestion
{
    /// <summary>A question of which the record says everything elsewhere.</summary>
    public static AskedQuestion Plain { get; } = new();

    /// <summary>The resource as Cedar writes it, e.g. <c>Tool::"send_email"</c>; null for the exchange's model.</summary>
    public string? Resource { get; init; }

    /// <summary>Distinct labels found in the message or call, without their families; null when there were none.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>True when an inspector failed on it; else null.</summary>
    public bool? GuardFailed { get; init; }

    /// <summary>True when the context begins with that of the exchange's first question; else null.</summary>
    public bool? AsFirst { get; init; }

    /// <summary>Fields of the context that differ from what is expected, in Cedar's JSON form; null for a field that was not there.</summary>
    public RawJson? Context { get; init; }
}
