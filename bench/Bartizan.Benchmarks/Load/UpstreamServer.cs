using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Bartizan.Benchmarks.Load;

/// <summary>
/// An OpenAI Chat upstream that answers at once from prepared bytes; a model named <c>paced</c> waits 10 ms before each event, and one named <c>echo</c>
/// says the user's own words back, one every 100 ms. It takes telemetry too, and forgets it.
/// </summary>
internal static class UpstreamServer
{
    /// <summary>Server-sent events in one streamed answer, the closing one included.</summary>
    public const int Events = 67;

    private static readonly string[] Words = "The quarterly review shows steady growth in every region and the team expects the trend to hold through the winter".Split(' ');

    public static async Task<int> RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port, l => l.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        var whole = Whole();
        var events = Stream([.. Enumerable.Range(0, Events - 3).Select(i => Words[i % Words.Length])]);
        var all = events.SelectMany(e => e).ToArray();

        app.MapPost("/v1/chat/completions", async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var request = body.GetBuffer().AsMemory(0, (int)body.Length);
            if (request.Span.IndexOf("\"stream\":true"u8) < 0)
            {
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = whole.Length;
                await context.Response.Body.WriteAsync(whole);
                return;
            }

            context.Response.ContentType = "text/event-stream";
            if (request.Span.IndexOf("\"paced\""u8) < 0 && request.Span.IndexOf("\"echo\""u8) < 0)
            {
                await context.Response.Body.WriteAsync(all);
                return;
            }

            await (request.Span.IndexOf("\"echo\""u8) < 0
                ? PaceAsync(context.Response.Body, events, TimeSpan.FromMilliseconds(10))
                : PaceAsync(context.Response.Body, Stream(LastMessage(request).Split(' ')), TimeSpan.FromMilliseconds(100)));
        });
        app.MapPost("/v1/{signal}", context => context.Request.Body.CopyToAsync(System.IO.Stream.Null));
        await app.RunAsync();
        return 0;
    }

    private static byte[] Whole()
    {
        var text = string.Join(' ', Enumerable.Range(0, 100).Select(i => Words[i % Words.Length]));
        return Encoding.UTF8.GetBytes(
            $$$"""{"id":"chatcmpl-1","object":"chat.completion","created":1760000000,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":200,"completion_tokens":100,"total_tokens":300}}""");
    }

    private static async Task PaceAsync(Stream body, List<byte[]> events, TimeSpan pause)
    {
        foreach (var one in events)
        {
            await Task.Delay(pause);
            await body.WriteAsync(one);
            await body.FlushAsync();
        }
    }

    private static string LastMessage(ReadOnlyMemory<byte> request)
    {
        using var document = JsonDocument.Parse(request);
        return document.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
    }

    private static List<byte[]> Stream(string[] words)
    {
        static byte[] Event(string choice) => Encoding.UTF8.GetBytes(
            $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760000000,"model":"bench","choices":[{{choice}}]}""" + "\n\n");

        return
        [
            Event("""{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}"""),
            .. words.Select(w => Event($$"""{"index":0,"delta":{"content":{{JsonSerializer.Serialize(w + " ")}}},"finish_reason":null}""")),
            Event("""{"index":0,"delta":{},"finish_reason":"stop"}"""),
            "data: [DONE]\n\n"u8.ToArray(),
        ];
    }
}
