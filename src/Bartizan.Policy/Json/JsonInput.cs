using System.Text.Json;
using Bartizan.Core.Results;

namespace Bartizan.Policy.Json;

/// <summary>Opens JSON text with limits, and turns what the framework says of bad text into words for people.</summary>
internal static class JsonInput
{
    /// <summary>Levels of a value.</summary>
    public const int MaxDepth = 128;

    /// <summary>Levels of a policy: the format nests a chain of &amp;&amp; to the left, two levels a term.</summary>
    public const int MaxPolicyDepth = 100_000;

    public static JsonDocument Parse(ReadOnlySpan<byte> utf8, string file, int maxDepth = MaxDepth, int firstLine = 1)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false };
            return JsonDocument.Parse(utf8.ToArray(), options);
        }
        catch (JsonException e)
        {
            throw NotJson(e, file, firstLine);
        }
    }

    public static InputException NotJson(JsonException e, string file, int firstLine = 1)
    {
        var what = e.Message.Split(" LineNumber:")[0];
        return new InputException(new InputError($"This is not valid JSON: {what}", "", file, (int)(e.LineNumber ?? 0) + firstLine, (int)(e.BytePositionInLine ?? 0) + 1));
    }
}
