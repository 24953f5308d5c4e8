using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Respond.Sinks;

namespace Bartizan.Respond.Notices;

/// <summary>What waits for people, calls and reviews, one a request, for a chat or a service. Events of any other kind, and what is over, are left out.</summary>
public abstract class NoticeForm(Uri? console, string? secret) : ISinkForm
{
    // Secrets of the standard are base64 behind a prefix; any other text counts as it stands.
    private readonly byte[]? _key = secret is null ? null : secret.StartsWith("whsec_", StringComparison.Ordinal) ? Convert.FromBase64String(secret[6..]) : Encoding.UTF8.GetBytes(secret);

    /// <inheritdoc/>
    public MediaTypeHeaderValue ContentType { get; } = new("application/json");

    /// <inheritdoc/>
    public bool Write(StoredEvent stored, DateTimeOffset now, IBufferWriter<byte> body)
    {
        if (Notice.Of(stored.Event, console, now) is not { } notice)
        {
            return false;
        }

        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        Write(json, notice);
        json.WriteEndObject();
        return true;
    }

    /// <summary>Signs as Standard Webhooks 1.0.0 says: HMAC-SHA256 over id, time and body.</summary>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, string id, DateTimeOffset now)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", time);
        if (_key is not null)
        {
            request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. body])));
        }
    }

    /// <summary>Writes a notice's members.</summary>
    private protected abstract void Write(Utf8JsonWriter json, Notice notice);
}

/// <summary>The facts as plain JSON, for a service of your own.</summary>
public sealed class WebhookForm(Uri? console, string? secret) : NoticeForm(console, secret)
{
    private protected override void Write(Utf8JsonWriter json, Notice notice)
    {
        json.WriteString("type", notice.Kind);
        json.WriteStartObject("data");
        notice.Write(json);
        json.WriteEndObject();
    }
}

/// <summary>For an incoming webhook of Slack: Block Kit, all of it plain text, so that a name cannot become a link or call people together.</summary>
public sealed class SlackForm(Uri? console) : NoticeForm(console, null)
{
    private protected override void Write(Utf8JsonWriter json, Notice notice)
    {
        // Shown where blocks are not; the only text here that Slack reads as markup.
        json.WriteString("text", Escaped(notice.Text));
        json.WriteStartArray("blocks");
        Block(json, "header", notice.Title);
        Block(json, "section", notice.Text);
        Block(json, "section", string.Join('\n', notice.Facts.Select(f => $"{f.Name}: {f.Value}")));
        if (notice.Link is { } link)
        {
            json.WriteStartObject();
            json.WriteString("type", "actions");
            json.WriteStartArray("elements");
            json.WriteStartObject();
            json.WriteString("type", "button");
            json.WriteString("url", link.AbsoluteUri);
            Plain(json, "Look and decide");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Block(Utf8JsonWriter json, string type, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        // The longest that a heading and a section may be.
        var most = type == "header" ? 150 : 3_000;
        Plain(json, text.Length <= most ? text : text[..(most - 1)] + "…");
        json.WriteEndObject();
    }

    private static void Plain(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("text");
        json.WriteString("type", "plain_text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}

/// <summary>For a workflow of Teams that takes webhook requests: an Adaptive Card 1.4 of rich text, which knows no markup.</summary>
public sealed class TeamsForm(Uri? console) : NoticeForm(console, null)
{
    private protected override void Write(Utf8JsonWriter json, Notice notice)
    {
        json.WriteString("type", "message");
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("contentType", "application/vnd.microsoft.card.adaptive");
        json.WriteStartObject("content");
        json.WriteString("type", "AdaptiveCard");
        json.WriteString("version", "1.4");
        json.WriteStartArray("body");
        Text(json, notice.Title, bold: true);
        Text(json, notice.Text, bold: false);
        foreach (var (name, value) in notice.Facts)
        {
            Text(json, $"{name}: {value}", bold: false);
        }

        json.WriteEndArray();
        if (notice.Link is { } link)
        {
            json.WriteStartArray("actions");
            json.WriteStartObject();
            json.WriteString("type", "Action.OpenUrl");
            json.WriteString("title", "Look and decide");
            json.WriteString("url", link.AbsoluteUri);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string text, bool bold)
    {
        json.WriteStartObject();
        json.WriteString("type", "RichTextBlock");
        json.WriteStartArray("inlines");
        json.WriteStartObject();
        json.WriteString("type", "TextRun");
        json.WriteString("text", text);
        if (bold)
        {
            json.WriteString("weight", "bolder");
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
