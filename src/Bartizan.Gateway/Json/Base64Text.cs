using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Bartizan.Guard;

namespace Bartizan.Gateway.Json;

/// <summary>What a string is that may hold base64.</summary>
internal enum Base64Kind
{
    /// <summary>No base64.</summary>
    None,

    /// <summary>Base64 of something that is no text.</summary>
    Binary,

    /// <summary>Base64 of text.</summary>
    Text,
}

/// <summary>Base64 payloads, with or without a <c>data:</c> prefix: told by content, not by label, whether they are text.</summary>
internal static class Base64Text
{
    private const int Sample = 1024;
    private const int Looked = 4096;

    /// <summary>Where the payload begins in a string's decoded content; 0 when there is no <c>data:</c> prefix.</summary>
    public static int PayloadStart(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith("data:"u8))
        {
            return 0;
        }

        var comma = content.IndexOf((byte)',');
        return comma < 0 ? content.Length : comma + 1;
    }

    /// <summary>Whether a <c>data:</c> prefix, or a media type beside it, says the payload is text.</summary>
    public static bool SaysText(ReadOnlySpan<byte> prefix) =>
        prefix.IndexOf("text/"u8) >= 0 || prefix.IndexOf("json"u8) >= 0 || prefix.IndexOf("xml"u8) >= 0 || prefix.IndexOf("yaml"u8) >= 0;

    /// <summary>Tells what a JSON string's raw content is, and opens it into <paramref name="text"/> when it is text in base64.</summary>
    public static Base64Kind Open(ReadOnlySpan<byte> raw, bool saidToBeText, ref PooledList<char> text)
    {
        var content = default(PooledList<byte>);
        try
        {
            content.Advance(JsonText.Unescape(raw, content.Reserve(raw.Length)));
            var start = PayloadStart(content.Items);
            var prefix = content.Items[..start];
            var payload = content.Items[start..];
            return !Plain.IsBase64(payload) || (start > 0 && !prefix.EndsWith(";base64,"u8)) ? Base64Kind.None
                : TryOpen(payload, saidToBeText || SaysText(prefix), ref text) ? Base64Kind.Text
                : IsOpaque(payload) ? Base64Kind.Binary
                : Base64Kind.None;
        }
        finally
        {
            content.Dispose();
        }
    }

    /// <summary>
    /// Opens <paramref name="payload"/> into <paramref name="text"/> when it is text: its first KiB is UTF-8 without control characters,
    /// or <paramref name="saidToBeText"/>. Bytes that are not UTF-8 become U+FFFD.
    /// </summary>
    public static bool TryOpen(ReadOnlySpan<byte> payload, bool saidToBeText, ref PooledList<char> text)
    {
        var bytes = default(PooledList<byte>);
        try
        {
            var head = payload[..(Math.Min(payload.Length, Sample) & ~3)];
            if (!saidToBeText && !(TryDecode(head, ref bytes) && LooksLikeText(bytes.Items)))
            {
                return false;
            }

            bytes.Truncate(0);
            if (!TryDecode(payload, ref bytes))
            {
                return false;
            }

            text.Truncate(0);
            text.Advance(Encoding.UTF8.GetChars(bytes.Items, text.Reserve(Encoding.UTF8.GetMaxCharCount(bytes.Count))));
            return true;
        }
        finally
        {
            bytes.Dispose();
        }
    }

    /// <summary>
    /// Whether it really is base64 of something, in whose own letters there is no key and no card number: many of those are base64 by their letters. Of a
    /// long payload, which is a picture or a file, only the ends are looked at.
    /// </summary>
    private static bool IsOpaque(ReadOnlySpan<byte> payload) =>
        (Base64.IsValid(payload) || Base64Url.IsValid(payload))
        && SelfEvident.LabelOf(payload[..Math.Min(payload.Length, Looked)]) is null
        && (payload.Length <= Looked || SelfEvident.LabelOf(payload[^Looked..]) is null);

    private static bool TryDecode(ReadOnlySpan<byte> payload, ref PooledList<byte> bytes)
    {
        var target = bytes.Reserve(Base64.GetMaxDecodedFromUtf8Length(payload.Length) + 4);
        var status = Base64.DecodeFromUtf8(payload, target, out _, out var written);
        if (status != OperationStatus.Done)
        {
            status = Base64Url.DecodeFromUtf8(payload, target, out _, out written);
        }

        bytes.Advance(written);
        return status == OperationStatus.Done;
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var consumed);
            if (status == OperationStatus.NeedMoreData && bytes.Length < 4)
            {
                return true;
            }

            if (status != OperationStatus.Done || (rune.Value < 0x20 && rune.Value is not ('\t' or '\n' or '\r' or '\f')))
            {
                return false;
            }

            bytes = bytes[consumed..];
        }

        return true;
    }
}
