using System.Buffers;
using System.Text;

namespace Bartizan.Gateway.Dialects;

/// <summary>
/// Fields whose values are ids, counts or words of a fixed vocabulary. Such a value passes unseen when it also looks like one;
/// under any other key every string, and every number of some length, is inspected.
/// </summary>
internal static class Vocabulary
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = new HashSet<string>(StringComparer.Ordinal)
    {
        // who and what
        "id", "object", "type", "role", "model", "index", "created", "system_fingerprint", "service_tier", "status", "obfuscation",
        "responseId", "modelVersion", "createTime",
        "tool_call_id", "tool_use_id", "toolUseId", "file_id", "media_type", "mimeType", "mime_type", "format", "detail", "expires_at", "is_error", "container_id",
        "call_id", "item_id", "previous_response_id", "created_at", "completed_at", "phase",
        "sequence_number", "output_index", "content_index", "summary_index", "annotation_index", "command_index",
        // why it ended
        "finish_reason", "stop_reason", "native_finish_reason", "finishReason", "blockReason", "stopReason",
        // settings
        "max_tokens", "max_completion_tokens", "seed", "reasoning_effort", "verbosity", "modalities", "cache_control", "ttl", "speed", "inference_geo",
        "prompt_cache_retention", "budget_tokens", "mode", "effort", "max_output_tokens", "maxTokens", "anthropic_version", "truncation", "encoding_format", "dimensions", "responseMimeType",
        // kinds of tokens
        "modality", "trafficType",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether the raw key is one of them.</summary>
    public static bool Has(ReadOnlySpan<byte> key)
    {
        Span<char> word = stackalloc char[24];
        return key.Length <= word.Length && Ascii.ToUtf16(key, word, out var length) == OperationStatus.Done && Words.Contains(word[..length]);
    }
}
