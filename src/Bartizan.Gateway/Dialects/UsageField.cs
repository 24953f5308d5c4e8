using System.Text.Json;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects;

/// <summary>A member of a usage object that counts.</summary>
internal enum UsageField
{
    Other,
    Input,
    Output,

    /// <summary>An object that tells of the input's parts.</summary>
    InputDetails,
    CacheReads,
    CacheWrites,
}

/// <summary>Takes counts out of usage objects, in whole responses and in streams.</summary>
internal static class UsageCounts
{
    /// <summary>On a key: which count it names.</summary>
    public static UsageField FieldOf(ref JsonCursor cursor, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output) =>
        cursor.Is(input) ? UsageField.Input
        : cursor.Is(output) ? UsageField.Output
        : cursor.Is("prompt_tokens_details"u8) || cursor.Is("input_tokens_details"u8) ? UsageField.InputDetails
        : cursor.Is("cache_read_input_tokens"u8) ? UsageField.CacheReads
        : cursor.Is("cache_creation_input_tokens"u8) ? UsageField.CacheWrites
        : UsageField.Other;

    /// <summary>On its value: the usage with it. The cursor stays.</summary>
    public static TokenUsage Take(UsageField field, ref JsonCursor cursor, TokenUsage usage) => field switch
    {
        UsageField.Input => usage with { Input = Count(ref cursor) ?? usage.Input },
        UsageField.Output => usage with { Output = Count(ref cursor) ?? usage.Output },
        UsageField.CacheReads => usage with { CacheReads = Count(ref cursor) ?? usage.CacheReads },
        UsageField.CacheWrites => usage with { CacheWrites = Count(ref cursor) ?? usage.CacheWrites },
        UsageField.InputDetails when cursor.Token == JsonTokenType.StartObject =>
            usage with { CachedInput = TokenUsage.Believed(cursor.PeekInteger("cached_tokens"u8)) ?? usage.CachedInput },
        _ => usage,
    };

    private static long? Count(ref JsonCursor cursor) => TokenUsage.Believed(cursor.Integer());
}
