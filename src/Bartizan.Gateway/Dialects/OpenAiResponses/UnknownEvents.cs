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
    public static void Read(ref JsonCursor cursor, StreamTexts content, int place, ReadOnlySpan<byte> type) =>
        GrowingFields.Member(ref cursor, content, place, NameOf(type), new Speaker(SegmentRole.Assistant, Provenance.Untrusted), PathOf);

    private static string PathOf(int place, string field) => place < 0 ? field : $"output[{place}].{field}";

    // The type stands in paths, which are shown to people and must not carry text.
    private static string NameOf(ReadOnlySpan<byte> type) =>
        type.Length is > 0 and <= 64 && type.IndexOfAnyExcept(Letters) < 0 ? Encoding.ASCII.GetString(type) : "*";
}
