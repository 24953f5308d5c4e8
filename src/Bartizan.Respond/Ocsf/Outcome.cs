using Bartizan.Core.Exchanges;

namespace Bartizan.Respond.Ocsf;

/// <summary>How an exchange ended, in the schema's enumerations.</summary>
/// <param name="Status">1 Success, 2 Failure.</param>
/// <param name="Severity">1 Informational to 4 High.</param>
/// <param name="Action">1 Allowed, 2 Denied.</param>
/// <param name="Disposition">1 Allowed, 2 Blocked, 27 Error, 99 with a name of our own.</param>
internal readonly record struct Outcome((int Id, string Name) Status, (int Id, string Name) Severity, (int Id, string Name) Action, (int Id, string Name) Disposition)
{
    private static readonly (int Id, string Name) Success = (1, "Success"), Failure = (2, "Failure"), Allowed = (1, "Allowed"), Denied = (2, "Denied");

    public static Outcome Of(ExchangeRecord exchange) => exchange.Verdict switch
    {
        Verdict.Block => new(Failure, (4, "High"), Denied, (2, "Blocked")),
        Verdict.Hold => new(Failure, (3, "Medium"), Denied, (99, "Held")),
        _ when exchange.Failure is not null => new(Failure, (2, "Low"), Allowed, (27, "Error")),
        Verdict.Redact => new(StatusOf(exchange), (2, "Low"), Allowed, (99, "Redacted")),
        _ => new(StatusOf(exchange), (1, "Informational"), Allowed, (1, "Allowed")),
    };

    /// <summary>The decision that counted most, the earliest among equals; null when policy was not asked.</summary>
    public static Decision? Strongest(ExchangeRecord exchange) => exchange.Decisions.Count == 0 ? null : exchange.Decisions.MaxBy(d => d.Verdict);

    /// <summary>Machine-readable reason, or empty.</summary>
    public static string CodeOf(ExchangeRecord exchange) => Strongest(exchange) is { Code.Length: > 0 } decision ? decision.Code : exchange.Failure ?? "";

    /// <summary>Labels found, each once, in order.</summary>
    public static IEnumerable<string> Labels(ExchangeRecord exchange) =>
        exchange.Request.Concat(exchange.Response).SelectMany(s => s.Findings).Select(f => f.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static (int Id, string Name) StatusOf(ExchangeRecord exchange) => exchange.Status < 400 ? Success : Failure;
}
