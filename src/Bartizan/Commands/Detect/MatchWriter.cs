using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bartizan.Core.Text;
using Bartizan.Detect;

namespace Bartizan.Commands.Detect;

/// <summary>Writes matches, one a line: JSON for programs, text for people. Author and licence of the rule go with each.</summary>
internal sealed class MatchWriter : IDisposable
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    private readonly Stream _to;
    private readonly bool _json;
    private readonly Utf8JsonWriter _writer;

    public MatchWriter(Stream to, bool json)
    {
        (_to, _json) = (to, json);
        _writer = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>How many were written.</summary>
    public long Count { get; private set; }

    public void Write(RuleMatch match)
    {
        Count++;
        if (!_json)
        {
            // Who wrote a rule or named a file chose these texts, not who reads them on a terminal.
            var by = match.Rule.Author is null ? "" : $" (by {VisibleText.Of(match.Rule.Author)})";
            var line = string.Create(CultureInfo.InvariantCulture, $"{VisibleText.Of(match.Rule.Level ?? "-"),-13} {Time(match.Time) ?? "-",-24} {VisibleText.Of(string.Join(' ', match.Events))}  {VisibleText.Of(match.Rule.Title)}{by}\n");
            _to.Write(System.Text.Encoding.UTF8.GetBytes(line));
            return;
        }

        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteString("rule", match.Rule.Key);
        if (match.Group is null)
        {
            _writer.WriteString("event", match.Events[0]);
        }
        else
        {
            _writer.WriteStartArray("events");
            foreach (var reference in match.Events)
            {
                _writer.WriteStringValue(reference);
            }

            _writer.WriteEndArray();
            _writer.WriteStartObject("group");
            foreach (var (field, value) in match.Group)
            {
                _writer.WriteString(field, value);
            }

            _writer.WriteEndObject();
        }

        _writer.WriteString("time", Time(match.Time));
        _writer.WriteString("level", match.Rule.Level);
        _writer.WriteString("title", match.Rule.Title);
        Optional("author", match.Rule.Author);
        Optional("license", match.Rule.License);
        _writer.WriteEndObject();
        _writer.Flush();
        _to.Write(NewLine);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _to.Flush();
    }

    private static string? Time(long? milliseconds) => milliseconds is { } ms
        ? DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)
        : null;

    private void Optional(string name, string? value)
    {
        if (value is not null)
        {
            _writer.WriteString(name, value);
        }
    }
}
