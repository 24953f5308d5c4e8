using System.Buffers.Text;
using System.Text.Json;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming.AmazonEvents;

/// <summary>
/// The payload of a <c>chunk</c>: a vendor's own event in base64, and padding that hides its length. Nothing else may stand in it. One that changes
/// goes without its padding.
/// </summary>
internal sealed class ChunkEnvelope : IDisposable
{
    private readonly KeyLedger _keys = new();

    /// <summary>The vendor's event in <paramref name="payload"/>. Throws <see cref="JsonRefusal"/> when it is anything but that.</summary>
    public byte[] Open(ReadOnlySpan<byte> payload)
    {
        try
        {
            var cursor = new JsonCursor(payload, _keys);
            if (cursor.Token != JsonTokenType.StartObject)
            {
                throw JsonRefusal.Field("A chunk must be a JSON object.");
            }

            byte[]? inner = null;
            while (cursor.NextKey())
            {
                var (bytes, padding) = (cursor.Is("bytes"u8), cursor.Is("p"u8));
                cursor.Read();
                if (bytes)
                {
                    inner = Decode(ref cursor);
                }
                else if (!padding || !AmazonPadding.Is(ref cursor))
                {
                    throw JsonRefusal.Field("A chunk may hold bytes and padding only.");
                }
            }

            cursor.End();
            return inner ?? throw JsonRefusal.Field("A chunk has no bytes.");
        }
        catch (JsonException)
        {
            throw JsonRefusal.Field("A chunk is not valid JSON.");
        }
    }

    /// <summary>The payload around the vendor's event <paramref name="inner"/>.</summary>
    public static byte[] Close(ReadOnlySpan<byte> inner)
    {
        var size = Base64.GetMaxEncodedToUtf8Length(inner.Length);
        var payload = new byte[Before.Length + size + After.Length];
        Before.CopyTo(payload);
        Base64.EncodeToUtf8(inner, payload.AsSpan(Before.Length), out _, out _);
        After.CopyTo(payload.AsSpan(Before.Length + size));
        return payload;
    }

    /// <inheritdoc/>
    public void Dispose() => _keys.Dispose();

    private static ReadOnlySpan<byte> Before => "{\"bytes\":\""u8;

    private static ReadOnlySpan<byte> After => "\"}"u8;

    private static byte[] Decode(ref JsonCursor cursor)
    {
        if (cursor.Token == JsonTokenType.String)
        {
            // Escapes inside base64 are no base64: whoever reads them otherwise reads something else.
            var inner = new byte[Base64.GetMaxDecodedFromUtf8Length(cursor.Raw.Length)];
            if (Base64.DecodeFromUtf8(cursor.Raw, inner, out _, out var length) == System.Buffers.OperationStatus.Done)
            {
                return inner[..length];
            }
        }

        throw JsonRefusal.Field("A chunk's bytes are not base64.");
    }
}
