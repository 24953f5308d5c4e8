using System.Buffers;
using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>Events of types yet to come, and fields of vendors in any event: a text under one name of one type grows, in whatever pieces it comes.</summary>
internal static class UnknownEvents
{
    private static readonly SearchValues<byte> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_."u8);

    /// <summary>On a key: reads its value.</summary>
    public static void Read(ref JsonCursor cursor, StreamTexts content, int place, ReadOnlySpan<byte> type)
    {
        if (Vocabulary.Has(cursor.Raw))
        {
            content.AddField(ref cursor);
            return;
        }

        var field = Paths.Key(ref cursor, NameOf(type));
        content.AddKey(ref cursor);
        cursor.Read();
        content.AddByName(ref cursor, place, field, SegmentRole.Assistant, Open);
    }

    private static TextChannel Open(StreamTexts content, int place, string field, SegmentRole role) =>
        content.Find(place, field) ?? content.Open(place, field, role, Provenance.Untrusted, place < 0 ? field : $"output[{place}].{field}");

    // The type stands in paths, which are shown to people and must not carry text.
    private static string NameOf(ReadOnlySpan<byte> type) =>
        type.Length is > 0 and <= 64 && type.IndexOfAnyExcept(Letters) < 0 ? Encoding.ASCII.GetString(type) : "*";
}
