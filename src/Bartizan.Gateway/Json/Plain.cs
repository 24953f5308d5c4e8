using System.Buffers;

namespace Bartizan.Gateway.Json;

/// <summary>Shapes of strings that need no inspection, because nothing can be said in them.</summary>
internal static class Plain
{
    private const int IdentifierLength = 128;
    private const int WordLength = 40;
    private const int AnyWord = 5;

    private static readonly SearchValues<byte> Identifier = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:/"u8);
    private static readonly SearchValues<byte> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"u8);
    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
    private static readonly SearchValues<byte> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8);

    /// <summary>
    /// At most 128 letters, digits and <c>_-.:/</c>, with a letter among them unless they are too few to be a number that says something: an id, a model's
    /// name, a word of a vocabulary.
    /// </summary>
    public static bool IsIdentifier(ReadOnlySpan<byte> raw) =>
        raw.Length <= IdentifierLength
        && raw.IndexOfAnyExcept(Identifier) < 0
        && (raw.Length <= AnyWord || raw.IndexOfAny(Letters) >= 0);

    /// <summary>At most 40 letters and underscores: the name of a field, in which no secret or number fits.</summary>
    public static bool IsWord(ReadOnlySpan<byte> raw) => raw.Length <= WordLength && raw.IndexOfAnyExcept(Word) < 0;

    /// <summary>Nothing but base64, either alphabet.</summary>
    public static bool IsBase64(ReadOnlySpan<byte> raw) => raw.IndexOfAnyExcept(Base64) < 0;
}
