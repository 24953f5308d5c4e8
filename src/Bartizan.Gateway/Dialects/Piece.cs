namespace Bartizan.Gateway.Dialects;

/// <summary>What a piece of text is in the document, which says how a mask is written into it.</summary>
internal enum PieceKind : byte
{
    /// <summary>A string's content.</summary>
    Text,

    /// <summary>An object key's content.</summary>
    Key,

    /// <summary>A number; once masked it becomes a string.</summary>
    Number,

    /// <summary>A string's content that is text in base64, opened.</summary>
    Base64,
}

/// <summary>
/// Where one token's text stands: in the arena of decoded text, and in the raw document. A token inside JSON that is itself a string
/// (tool arguments) has its raw place in the outer string's decoded UTF-8, and the outer string's place in the document.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="TextStart">First UTF-16 unit in the arena.</param>
/// <param name="TextLength">UTF-16 units.</param>
/// <param name="RawStart">First byte of the token's content in the document; of the outer string's content when nested.</param>
/// <param name="RawLength">Bytes there.</param>
/// <param name="InnerStart">First byte in the outer string's decoded UTF-8, or -1 when not nested.</param>
/// <param name="InnerLength">Bytes there.</param>
internal readonly record struct Piece(
    PieceKind Kind, int TextStart, int TextLength, int RawStart, int RawLength, int InnerStart = -1, int InnerLength = 0);

/// <summary>What becomes of a value that says the same as, or vouches for, text that was masked.</summary>
internal enum DependentKind : byte
{
    /// <summary>Log-probabilities repeat the text token by token: the value becomes null, or an empty list if it is one.</summary>
    Null,

    /// <summary>A signature over the text: the value becomes an empty string.</summary>
    EmptyString,

    /// <summary>A signed block sent to a model: it becomes a text block that holds only the mask.</summary>
    TextBlock,

    /// <summary>As <see cref="TextBlock"/>, where a block's member says what it is and not its type.</summary>
    TextMember,
}

/// <summary>A value at <paramref name="RawStart"/>..<paramref name="RawEnd"/> that changes when anything in segments <paramref name="FirstSegment"/>..<paramref name="EndSegment"/> (exclusive) is masked.</summary>
internal readonly record struct Dependent(DependentKind Kind, int RawStart, int RawEnd, int FirstSegment, int EndSegment);
