using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Dialects.AnthropicMessages;
using Bartizan.Gateway.Dialects.Bedrock;
using Bartizan.Gateway.Dialects.Gemini;
using Bartizan.Gateway.Dialects.OpenAiChat;
using Bartizan.Gateway.Dialects.OpenAiResponses;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Tests.Support;

/// <summary>Readings as text that a test can compare.</summary>
internal static class Readings
{
    public static readonly IDialect OpenAi = new OpenAiChatDialect();

    public static readonly IDialect Anthropic = new AnthropicMessagesDialect();

    public static readonly IDialect Responses = new OpenAiResponsesDialect();

    public static readonly IDialect Gemini = new GeminiDialect();

    public static readonly IDialect Converse = new BedrockConverseDialect();

    public static readonly IDialect Invoke = new BedrockInvokeDialect();

    /// <summary>The dialect that a test names.</summary>
    public static IDialect Named(string name) => name switch
    {
        "openai" => OpenAi,
        "anthropic" => Anthropic,
        "responses" => Responses,
        "gemini" or "gemini-array" => Gemini,
        "converse" => Converse,
        "invoke" or "invoke-claude" or "invoke-nova" or "invoke-llama" => Invoke,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No test names this dialect."),
    };

    /// <summary>How the streams that a test names are cut.</summary>
    public static StreamShape ShapeOf(string name) => name switch
    {
        "gemini-array" => StreamShape.JsonArray,
        _ when name.StartsWith("converse", StringComparison.Ordinal) || name.StartsWith("invoke", StringComparison.Ordinal) => StreamShape.AmazonEvents,
        _ => StreamShape.Events,
    };

    public static byte[] Utf8(this string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>One line for each segment: role, provenance, path, text with line breaks shown as ¶.</summary>
    public static string[] Lines(this IReading reading)
    {
        Assert.Null(reading.Failure);
        return [.. Describe(reading.Segments)];
    }

    public static string[] Request(this IDialect dialect, string json)
    {
        using var reading = dialect.ReadRequest(json.Utf8());
        return reading.Lines();
    }

    public static string[] Response(this IDialect dialect, string json)
    {
        using var reading = dialect.ReadResponse(json.Utf8());
        return reading.Lines();
    }

    private static List<string> Describe(ReadOnlySpan<Segment> segments)
    {
        var lines = new List<string>();
        foreach (var segment in segments)
        {
            Assert.Equal(lines.Count, segment.Index);
            lines.Add($"{segment.Role} {segment.Provenance} {segment.Path} | {segment.Text.ToString().Replace('\n', '¶')}");
        }

        return lines;
    }
}
