using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.DemoModel.Behaviour;
using Bartizan.DemoModel.Wire;
using Microsoft.AspNetCore.Http;

namespace Bartizan.DemoModel;

/// <summary>Checks the key, thinks, and speaks: whole or in events.</summary>
internal static class Responder
{
    public static async Task AnswerAsync(HttpContext context, IWireFormat wire, string body)
    {
        if (await ReadAsync(context, wire, body, PromptReader.Read) is not { } prompt)
        {
            return;
        }

        var answer = GullibleMind.Answer(prompt);
        if (answer.FailStatus is { } status)
        {
            await WriteAsync(context, status, wire.Error(status, $"The demo model was told to fail with {status}."));
        }
        else if (wire.Streams ?? prompt.Stream)
        {
            await StreamAsync(context, wire, prompt, answer);
        }
        else
        {
            await Task.Delay(answer.Pace, context.RequestAborted);
            await WriteAsync(context, 200, wire.Whole(prompt, answer));
        }
    }

    public static async Task EmbedAsync(HttpContext context, IWireFormat wire, string body)
    {
        if (await ReadAsync(context, wire, body, Embeddings.Answer) is { } answer)
        {
            await WriteAsync(context, 200, answer);
        }
    }

    /// <summary>What <paramref name="read"/> makes of the request; null once it was refused.</summary>
    private static async Task<T?> ReadAsync<T>(HttpContext context, IWireFormat wire, string body, Func<JsonElement, T> read)
        where T : class
    {
        var (header, prefix) = wire.Credential;
        if (context.Request.Headers[header] != prefix + DemoModelServer.UpstreamKey)
        {
            await WriteAsync(context, 401, wire.Error(401, "The demo model does not know this key."));
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            await WriteAsync(context, 400, wire.Error(400, "The demo model could not read the request."));
            return null;
        }
    }

    private static async Task StreamAsync(HttpContext context, IWireFormat wire, Prompt prompt, Answer answer)
    {
        context.Response.ContentType = wire.StreamType;
        var sent = 0;
        foreach (var (name, data) in wire.Events(prompt, answer))
        {
            if (answer.CutAfter == sent++)
            {
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                return;
            }

            if (answer.Pace > TimeSpan.Zero)
            {
                await Task.Delay(answer.Pace, context.RequestAborted);
            }

            await context.Response.BodyWriter.WriteAsync(wire.Frame(sent - 1, name, data), context.RequestAborted);
        }

        await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(wire.StreamEnd), context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
