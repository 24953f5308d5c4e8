using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Redaction;

/// <summary>Says what stands in place of a masked span.</summary>
public interface IMask
{
    /// <summary>The text put where <paramref name="finding"/>'s span was.</summary>
    MaskText TextFor(Finding finding);
}

/// <summary>What kind of text stands in place of a span.</summary>
public enum MaskKind
{
    /// <summary>A label, the same for many values.</summary>
    Label,

    /// <summary>A token, which stands for one value.</summary>
    Token,

    /// <summary>A value, where its token stood.</summary>
    Value,
}

/// <summary>A text that stands in place of a span.</summary>
/// <param name="Text">The text.</param>
/// <param name="Kind">What it is.</param>
public readonly record struct MaskText(string Text, MaskKind Kind = MaskKind.Label);
