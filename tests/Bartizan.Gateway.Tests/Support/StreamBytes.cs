using System.Text;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Tests.Support;

/// <summary>Builds streams of every dialect from texts, cutting and encoding them at random.</summary>
internal static partial class StreamBytes
{
    /// <summary>A chat stream whose only choice says <paramref name="text"/>.</summary>
    public static byte[] OpenAi(Random random, string text, bool logprobs = false, bool tear = false)
    {
        var events = new List<string> { """{"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""" };
        foreach (var piece in Cut(random, text, tear))
        {
            var said = Encode(random, piece);
            var repeat = logprobs ? $$""","logprobs":{"content":[{"token":"{{said}}","bytes":null,"logprob":-1,"top_logprobs":[]}]}""" : "";
            events.Add($$"""{"id":"c","obfuscation":"xYz","choices":[{"index":0,"delta":{"content":"{{said}}"}{{repeat}},"finish_reason":null}]}""");
        }

        events.Add("""{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
        events.Add("""{"id":"c","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}""");
        events.Add("[DONE]");
        return Frame(random, [.. events.Select(e => ("", e))]);
    }

    /// <summary>A message stream with one text block that says <paramref name="text"/>, and a thinking block before it.</summary>
    public static byte[] Anthropic(Random random, string thinking, string text, bool tear = false) => Frame(random, AnthropicEvents(random, thinking, text, tear));

    private static List<(string Name, string Data)> AnthropicEvents(Random random, string thinking, string text, bool tear)
    {
        var events = new List<(string, string)>
        {
            ("message_start", """{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","content":[],"model":"claude","stop_reason":null,"usage":{"input_tokens":3,"output_tokens":1}}}"""),
            ("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"""),
            ("ping", """{"type":"ping"}"""),
        };
        events.AddRange(Cut(random, thinking, tear).Select(p => ("content_block_delta", $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"{{{Encode(random, p)}}}"}}""")));
        events.Add(("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2lnbmVk"}}"""));
        events.Add(("content_block_stop", """{"type":"content_block_stop","index":0}"""));
        events.Add(("content_block_start", """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}"""));
        events.AddRange(Cut(random, text, tear).Select(p => ("content_block_delta", $$$"""{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"{{{Encode(random, p)}}}"}}""")));
        events.Add(("content_block_stop", """{"type":"content_block_stop","index":1}"""));
        events.Add(("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":9}}"""));
        events.Add(("message_stop", """{"type":"message_stop"}"""));
        return events;
    }

    /// <summary>
    /// A Responses stream that thinks, says <paramref name="text"/> and proposes a call with it; everything is said again by the events that end it, each
    /// time escaped in another way.
    /// </summary>
    public static byte[] Responses(Random random, string thinking, string text, bool logprobs = false, bool tear = false)
    {
        string Said(string words) => words.Length == 0 ? "" : Encode(random, words);
        string Tokens(IEnumerable<string> pieces) => logprobs
            ? $$""","logprobs":[{{string.Join(',', pieces.Select(p => $$"""{"token":"{{Said(p)}}","bytes":[],"logprob":-1,"top_logprobs":[]}"""))}}]"""
            : ""","logprobs":[]""";
        List<string> pieces = [.. Cut(random, text, tear)];
        var arguments = $$"""{"a": "{{RandomJson.EncodeAscii(text)}}", "n": 1}""";
        string Reasoning() => $$"""{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"{{Said(thinking)}}"}],"encrypted_content":"gAAAAABo_w=="}""";
        string Part() => $$"""{"type":"output_text","annotations":[],"text":"{{Said(text)}}"{{Tokens(pieces)}}}""";
        string Message() => $$"""{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{{Part()}}]}""";
        string Call() => $$"""{"id":"fc_1","type":"function_call","call_id":"call_1","name":"pay","arguments":"{{Said(arguments)}}","status":"completed"}""";
        string Response(string status, string output, string usage = "null") => $$""","response":{"id":"resp_1","object":"response","created_at":1741476542,"status":"{{status}}","model":"gpt-5","instructions":"Be kind.","output":[{{output}}],"tools":[{"type":"function","name":"pay"}],"usage":{{usage}}}""";

        var events = new List<(string Type, string Members)>
        {
            ("response.created", Response("in_progress", "")),
            ("response.in_progress", Response("in_progress", "")),
            ("response.output_item.added", ""","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}"""),
            ("response.reasoning_summary_part.added", ""","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}"""),
        };
        events.AddRange(Cut(random, thinking, tear).Select(p => ("response.reasoning_summary_text.delta", $$""","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"{{Said(p)}}","obfuscation":"xYz" """)));
        events.Add(("response.reasoning_summary_text.done", $$""","item_id":"rs_1","output_index":0,"summary_index":0,"text":"{{Said(thinking)}}" """));
        events.Add(("response.reasoning_summary_part.done", $$$""","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":"{{{Said(thinking)}}}"}"""));
        events.Add(("response.output_item.done", $$""","output_index":0,"item":{{Reasoning()}}"""));
        events.Add(("response.output_item.added", ""","output_index":1,"item":{"id":"msg_1","type":"message","status":"in_progress","role":"assistant","content":[]}"""));
        events.Add(("response.content_part.added", ""","item_id":"msg_1","output_index":1,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}"""));
        events.AddRange(pieces.Select(p => ("response.output_text.delta", $$""","item_id":"msg_1","output_index":1,"content_index":0,"delta":"{{Said(p)}}"{{Tokens([p])}},"obfuscation":"xYz" """)));
        events.Add(("response.output_text.done", $$""","item_id":"msg_1","output_index":1,"content_index":0,"text":"{{Said(text)}}"{{Tokens(pieces)}}"""));
        events.Add(("response.content_part.done", $$""","item_id":"msg_1","output_index":1,"content_index":0,"part":{{Part()}}"""));
        events.Add(("response.output_item.done", $$""","output_index":1,"item":{{Message()}}"""));
        events.Add(("response.output_item.added", ""","output_index":2,"item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"pay","arguments":"","status":"in_progress"}"""));
        events.AddRange(Cut(random, arguments).Select(p => ("response.function_call_arguments.delta", $$""","item_id":"fc_1","output_index":2,"delta":"{{Said(p)}}" """)));
        events.Add(("response.function_call_arguments.done", $$""","item_id":"fc_1","output_index":2,"arguments":"{{Said(arguments)}}" """));
        events.Add(("response.output_item.done", $$""","output_index":2,"item":{{Call()}}"""));
        events.Add(("response.completed", Response("completed", $"{Reasoning()},{Message()},{Call()}", """{"input_tokens":3,"output_tokens":4}""")));
        return Frame(random, [.. events.Select((e, n) => (e.Type, $$"""{"type":"{{e.Type}}","sequence_number":{{n}}{{e.Members}}}"""))]);
    }

    /// <summary>A Gemini stream with a thought and two candidates that say the same, in events or as one array.</summary>
    public static byte[] Gemini(Random random, string thinking, string text, StreamShape shape, bool tear = false)
    {
        var responses = new List<string>();
        responses.AddRange(Cut(random, thinking, tear).Select(p => $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{Encode(random, p)}}}","thought":true}],"role":"model"},"index":0}]}"""));
        foreach (var piece in Cut(random, text, tear))
        {
            var said = Encode(random, piece);
            var again = $$$"""{"index":1,"content":{"parts":[{"text":"{{{Encode(random, piece)}}}"}],"role":"model"}}""";
            responses.Add($$$"""{"candidates":[{"content":{"parts":[{"text":"{{{said}}}"}],"role":"model"},"index":0},{{{again}}}],"modelVersion":"gemini-2.5-pro"}""");
        }

        responses.Add("""{"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"AAEC/w=="}],"role":"model"},"finishReason":"STOP","index":0},{"finishReason":"STOP","index":1}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4,"thoughtsTokenCount":5}}""");
        return shape == StreamShape.Events ? Frame(random, [.. responses.Select(r => ("", r))]) : FrameArray(random, responses);
    }

    /// <summary>An array as bytes, with the space that a sender may choose.</summary>
    public static byte[] FrameArray(Random random, IReadOnlyList<string> elements)
    {
        string Space() => string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => " \t\r\n".Substring(random.Next(4), 1)));
        var separated = string.Join(',', elements.Select(e => Space() + e + Space()));
        return Encoding.UTF8.GetBytes($"{Space()}[{separated}]");
    }

    /// <summary>Events as bytes, with line ends, comments and spaces as a sender may choose them.</summary>
    public static byte[] Frame(Random random, IReadOnlyList<(string Name, string Data)> events)
    {
        var stream = new StringBuilder();
        var line = random.Next(3) switch { 0 => "\n", 1 => "\r\n", _ => "\r" };
        if (random.Next(4) == 0)
        {
            stream.Append('\uFEFF');
        }

        foreach (var (name, data) in events)
        {
            if (random.Next(8) == 0)
            {
                stream.Append(": keep-alive").Append(line).Append(random.Next(2) == 0 ? line : "");
            }

            if (name.Length > 0)
            {
                stream.Append("event: ").Append(name).Append(line);
            }

            var comma = data.IndexOf(',', StringComparison.Ordinal);
            if (comma > 0 && random.Next(10) == 0)
            {
                stream.Append("data: ").Append(data[..(comma + 1)]).Append(line).Append("data:").Append(data[(comma + 1)..]).Append(line);
            }
            else
            {
                stream.Append(random.Next(2) == 0 ? "data: " : "data:").Append(data).Append(line);
            }

            stream.Append(line);
        }

        return Encoding.UTF8.GetBytes(stream.ToString());
    }

    /// <summary>Cuts text into pieces; inside surrogate pairs too when <paramref name="tear"/>.</summary>
    public static IEnumerable<string> Cut(Random random, string text, bool tear = false)
    {
        for (var at = 0; at < text.Length;)
        {
            var size = Math.Min(random.Next(1, 9), text.Length - at);
            size += !tear && at + size < text.Length && char.IsLowSurrogate(text[at + size]) ? 1 : 0;
            yield return text.Substring(at, size);
            at += size;
        }
    }

    // A piece that holds half a pair can only be written escaped.
    private static string Encode(Random random, string piece)
    {
        var torn = char.IsLowSurrogate(piece[0]) || char.IsHighSurrogate(piece[^1]);
        return torn || random.Next(4) == 0 ? RandomJson.EncodeAscii(piece) : RandomJson.Encode(random, piece);
    }
}
