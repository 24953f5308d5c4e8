using Bartizan.Detect.Rules;

namespace Bartizan.Detect;

/// <summary>A rule matched one event, or a correlation several.</summary>
/// <param name="Rule">What the rule says of itself, with author and licence.</param>
/// <param name="Events">The references of its events, as they were given, oldest first.</param>
/// <param name="Time">Milliseconds since 1970 of the (last) event; null when it has no time.</param>
/// <param name="Group">Of a correlation, what its events have in common, by group-by field.</param>
public sealed record RuleMatch(RuleOrigin Rule, IReadOnlyList<string> Events, long? Time, IReadOnlyDictionary<string, string>? Group = null);
