using System.Buffers;
using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Dialects.AnthropicMessages;
using Bartizan.Gateway.Dialects.OpenAiChat;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;
using Bartizan.Guard;

namespace Bartizan.Benchmarks.Gateway;

/// <summary>Reading requests and responses of 1 and 64 KB, and each event of a stream, with the guard and without it.</summary>
internal static class DialectBench
{
    private const int Events = 64;
    private static readonly OpenAiChatDialect OpenAi = new();
    private static readonly AnthropicMessagesDialect Anthropic = new();

    public static int Run()
    {
        Console.WriteLine(Measurement.Header);
        var engine = GuardEngine.CreateDefault();
        foreach (var size in new[] { 1, 64 })
        {
            var chat = Encoding.UTF8.GetBytes($$"""{"model":"gpt-5","stream":true,"temperature":0.2,"messages":[{"role":"system","content":"You answer briefly and cite nothing."},{"role":"user","content":"{{Prose(size * 1000)}}"}]}""");
            var messages = Encoding.UTF8.GetBytes($$"""{"model":"claude","max_tokens":512,"system":"You answer briefly.","messages":[{"role":"user","content":[{"type":"text","text":"{{Prose(size * 1000)}}"}]}]}""");
            Print(Harness.Measure($"read OpenAI request, {size} KB", () => OpenAi.ReadRequest(chat).Dispose()));
            Print(Harness.Measure($"read Anthropic request, {size} KB", () => Anthropic.ReadRequest(messages).Dispose()));
        }

        Print(Harness.Measure("OpenAI stream event, nothing inspected", () => Stream(OpenAi, new NoGuard(), ChatEvents), Events));
        Print(Harness.Measure("OpenAI stream event, guard on", () => Stream(OpenAi, new GuardStreams(engine), ChatEvents), Events));
        var last = Harness.Measure("Anthropic stream event, guard on", () => Stream(Anthropic, new GuardStreams(engine), MessageEvents), Events);
        Print(last);
        Console.WriteLine();
        Console.WriteLine($"{(last.Cpu <= 10_000 ? "holds " : "MISSED")} at most 10 µs CPU per stream event");
        return 0;
    }

    private static readonly byte[][] ChatEvents =
    [
        .. Enumerable.Range(0, Events - 1).Select(i => Encoding.UTF8.GetBytes(
            $$$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-5","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":"{{{Word(i)}}}"},"logprobs":null,"finish_reason":null}],"obfuscation":"aB3dE"}""" + "\n\n")),
        "data: [DONE]\n\n"u8.ToArray(),
    ];

    private static readonly byte[][] MessageEvents =
    [
        .. Enumerable.Range(0, Events - 1).Select(i => Encoding.UTF8.GetBytes(
            "event: content_block_delta\n" + $$$"""data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{Word(i)}}}"}}""" + "\n\n")),
        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8.ToArray(),
    ];

    private static readonly ArrayBufferWriter<byte> Output = new(64 * 1024);

    private static void Stream(IDialect dialect, IStreamGuard guard, byte[][] events)
    {
        Output.ResetWrittenCount();
        using var transform = dialect.OpenStream(guard, OpenGate.Instance, new StreamSettings("exc_1", LabelMask.Instance));
        foreach (var bytes in events)
        {
            transform.Push(bytes, Output);
        }

        if (transform.Report.Ending != StreamEnding.Finished)
        {
            throw new InvalidOperationException($"The stream did not finish: {transform.Report.Message}");
        }
    }

    private static void Print(Measurement measurement) => Console.WriteLine(measurement);

    private static string Word(int i) => (i % 19) switch { 18 => ".\\n", 7 => " saw 12", 3 => " quick fox", 11 => " l'été", _ => " and the" };

    private static string Prose(int length)
    {
        var text = new StringBuilder(length + 16);
        for (var i = 0; text.Length < length; i++)
        {
            text.Append(Word(i));
        }

        return text.ToString();
    }

    private sealed class OpenGate : IStreamGate
    {
        public static readonly OpenGate Instance = new();

        public StreamVerdict OnFinding(Finding finding, SegmentRole role) => StreamVerdict.Pass;

        public ToolCallVerdict OnToolCall(ProposedToolCall call) => new(StreamVerdict.Pass, []);

        public StreamVerdict OnGuardFailure(string inspector, string reason) => StreamVerdict.Pass;
    }

    private sealed class NoGuard : IStreamGuard, IChannelInspection
    {
        private long _length;

        public IReadOnlyList<Finding> Findings => [];

        public IReadOnlyList<InspectorFailure> Failures => [];

        public IChannelInspection Open(SegmentRole role, Provenance provenance, int segmentIndex) => new NoGuard();

        public long Append(ReadOnlySpan<char> text) => _length += text.Length;

        public long Complete() => _length;
    }
}
