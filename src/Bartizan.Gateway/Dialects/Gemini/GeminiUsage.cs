using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Token counts. What the model thought is paid for like what it said, and what tools put into its prompt like the prompt: each is counted with it.</summary>
internal struct GeminiUsage
{
    private long? _prompt;
    private long? _candidates;
    private long? _thoughts;
    private long? _cached;
    private long? _toolPrompt;

    /// <summary>Reads the counts of a complete response.</summary>
    public static TokenUsage Read(ref JsonCursor cursor, SegmentStore store)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, store, SegmentRole.Assistant, "usageMetadata");
            return default;
        }

        var usage = default(GeminiUsage);
        var fields = default(GeminiFields);
        store.Begin(SegmentRole.Assistant, Provenance.Untrusted, "usageMetadata");
        while (cursor.NextKey())
        {
            var (field, vocabulary) = (fields.Take(ref cursor), Vocabulary.Has(cursor.Raw));
            if (!Plain.IsWord(cursor.Raw))
            {
                store.Add(ref cursor, PieceKind.Key);
            }

            cursor.Read();
            usage.Take(field, cursor.Integer());
            if (!(vocabulary && cursor.Passes(vocabulary)))
            {
                Leaves.Collect(ref cursor, store, LeafStyle.Figures);
            }
        }

        store.End();
        return usage.After(default);
    }

    /// <summary>Reads the counts of an event; what it does not say stays as in <paramref name="before"/>.</summary>
    public static TokenUsage Read(ref JsonCursor cursor, StreamTexts content, TokenUsage before)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddValue(ref cursor, vocabulary: false);
            return before;
        }

        var usage = default(GeminiUsage);
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            var (field, vocabulary) = (fields.Take(ref cursor), Vocabulary.Has(cursor.Raw));
            content.AddKey(ref cursor);
            cursor.Read();
            usage.Take(field, cursor.Integer());
            if (!(vocabulary && cursor.Passes(vocabulary)))
            {
                content.AddLeaves(ref cursor, LeafStyle.Figures);
            }
        }

        return usage.After(before);
    }

    private void Take(GeminiField field, long? count)
    {
        count = TokenUsage.Believed(count);
        switch (field)
        {
            case GeminiField.PromptTokenCount:
                _prompt = count;
                break;
            case GeminiField.CandidatesTokenCount:
                _candidates = count;
                break;
            case GeminiField.ThoughtsTokenCount:
                _thoughts = count;
                break;
            case GeminiField.CachedContentTokenCount:
                _cached = count;
                break;
            case GeminiField.ToolUsePromptTokenCount:
                _toolPrompt = count;
                break;
        }
    }

    private readonly TokenUsage After(TokenUsage before) => new(
        _prompt is null ? before.Input : _prompt + (_toolPrompt ?? 0),
        _candidates is null && _thoughts is null ? before.Output : (_candidates ?? 0) + (_thoughts ?? 0))
    {
        CachedInput = _cached ?? before.CachedInput,
    };
}
