namespace Bartizan.Core.Masking;

/// <summary>A value that was replaced in a session, and the token that stands for it there.</summary>
/// <param name="Label">What it was found to be, e.g. <c>pii.email</c>.</param>
/// <param name="Token">What the model sees.</param>
/// <param name="Value">The text that stood there, exactly.</param>
public sealed record MaskedValue(string Label, string Token, string Value)
{
    /// <summary>Without the value, so that no log shows it by accident.</summary>
    public override string ToString() => $"{Label} as {Token}";
}

/// <summary>What a store knows of a session.</summary>
/// <param name="Id">Its id: a keyed digest of whose it is and what it is called.</param>
/// <param name="Key">32 random bytes of its own, which make its tokens. What it holds can be read only while the store has them.</param>
/// <param name="Values">Its values, oldest first.</param>
public sealed record MaskingSession(string Id, byte[] Key, IReadOnlyList<MaskedValue> Values);
