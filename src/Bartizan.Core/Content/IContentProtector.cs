namespace Bartizan.Core.Content;

/// <summary>Keeps the text of exchanges out of the record: keyed digests always, sealed text where recording of content is on.</summary>
public interface IContentProtector
{
    /// <summary>HMAC-SHA-256 of the UTF-8 text under the store's digest key, 64 lower-case hex digits: equal texts are recognised, the text is not recoverable.</summary>
    string Digest(ReadOnlySpan<char> text);

    /// <summary>Seals a text (base64) so that it opens only with the store's keys, for this exchange and this place in it.</summary>
    /// <param name="exchangeId">The exchange it belongs to.</param>
    /// <param name="path">The segment's path, e.g. <c>messages[2].content</c>.</param>
    /// <param name="text">The text.</param>
    string Seal(string exchangeId, string path, ReadOnlySpan<char> text);

    /// <summary>Opens what <see cref="Seal"/> made; null when it was altered, or sealed for another exchange, place or store.</summary>
    string? Unseal(string exchangeId, string path, string sealedText);
}
