using Bartizan.Console.Contract;
using Bartizan.Core.Exchanges;

namespace Bartizan.Console.Exchanges;

/// <summary>Makes rows of recorded exchanges.</summary>
internal static class ExchangeRows
{
    /// <summary>Kind of the events that hold exchanges.</summary>
    public const string EventKind = "exchange";

    /// <summary>The row of an exchange.</summary>
    public static ExchangeRow Of(long position, ExchangeRecord record)
    {
        var findings = record.Request.Concat(record.Response).SelectMany(segment => segment.Findings).ToList();
        return new ExchangeRow(
            position,
            record.Id,
            record.Time,
            record.Agent is null ? null : new AgentRef(record.Agent, record.AgentName ?? record.Agent),
            record.Dialect,
            record.Route,
            record.Model,
            record.Upstream,
            record.Stream,
            record.Status,
            record.Verdict,
            record.Decisions.FirstOrDefault(d => d.Verdict == record.Verdict && d.Code.Length > 0)?.Code ?? "",
            record.Failure,
            [.. findings.Select(finding => finding.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            findings.Count,
            record.InputTokens,
            record.OutputTokens,
            record.Timing.Total,
            record.Timing.Overhead);
    }
}
