using System.Collections.Concurrent;
using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Redaction;

/// <summary>Masks with the label: <c>[redacted:pii.email]</c>.</summary>
public sealed class LabelMask : IMask
{
    /// <summary>The one there need be.</summary>
    public static readonly LabelMask Instance = new();

    // Labels come from inspectors, not from traffic, so this stays small.
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    private LabelMask()
    {
    }

    /// <inheritdoc/>
    public MaskText TextFor(Finding finding) => new(_texts.GetOrAdd(finding.Label, static label => $"[redacted:{label}]"));
}
