using System.Buffers;
using System.Buffers.Binary;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming.AmazonEvents;

/// <summary>
/// Walks the headers of one message of Amazon's event stream: a length byte and a name, a type byte, and for text two length bytes and the text.
/// Bedrock sends only text, so a header of another type is refused, and so is a name that comes twice or could say something.
/// </summary>
internal ref struct EventHeaders(ReadOnlySpan<byte> headers)
{
    /// <summary>Bytes of all headers of a message together.</summary>
    public const int MostBytes = 32 << 10;

    /// <summary>The type byte of text.</summary>
    public const byte TextType = 7;

    private const int Most = 16;
    private const int LongestName = 40;

    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_:"u8);

    private readonly ReadOnlySpan<byte> _headers = headers;
    private int _next;
    private int _count;

    /// <summary>The current header's name.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Where its text begins, counted from the first header's first byte.</summary>
    public int ValueStart { get; private set; }

    /// <summary>Its text.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Where it begins.</summary>
    public int Start { get; private set; }

    /// <summary>Moves to the next header; false after the last.</summary>
    public bool Next()
    {
        if (_next == _headers.Length)
        {
            return false;
        }

        Start = _next;
        Name = Take(Take(1)[0]);
        if (Name.IsEmpty || Name.Length > LongestName || Name.ContainsAnyExcept(NameBytes) || ++_count > Most || IsRepeated())
        {
            throw JsonRefusal.Field("A message has a header that is not plain, or comes twice, or is one too many.");
        }

        if (Take(1)[0] != TextType)
        {
            throw JsonRefusal.Field("A message has a header that is no text.");
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(Take(2));
        ValueStart = _next;
        Value = Take(length);
        return true;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _headers.Length - _next)
        {
            throw JsonRefusal.Field("A message's headers do not fit their length.");
        }

        _next += length;
        return _headers.Slice(_next - length, length);
    }

    private readonly bool IsRepeated()
    {
        for (var at = 0; at < Start;)
        {
            var name = _headers.Slice(at + 1, _headers[at]);
            if (name.SequenceEqual(Name))
            {
                return true;
            }

            at += 1 + name.Length + 1;
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(_headers[at..]);
        }

        return false;
    }
}
