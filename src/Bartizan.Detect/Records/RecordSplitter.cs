using System.Text.Json;

namespace Bartizan.Detect.Records;

/// <summary>
/// Finds the events in what a file holds: one JSON object a line, any run of JSON values, arrays of events, or AWS CloudTrail files, which are
/// objects with an array <c>Records</c>.
/// </summary>
public static class RecordSplitter
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = 256 };

    /// <summary>Whether a file that begins so holds one event a line: its first line is a whole object that is no CloudTrail file.</summary>
    /// <param name="start">The beginning of the file; its first line whole, if it is one.</param>
    /// <param name="final">Whether there is no more.</param>
    public static bool IsLines(ReadOnlySpan<byte> start, bool final)
    {
        start = start.TrimStart(" \t\r\n"u8);
        var end = start.IndexOf((byte)'\n');
        if (start.Length == 0 || start[0] != '{' || (end < 0 && !final))
        {
            return false;
        }

        var line = end < 0 ? start : start[..end];
        try
        {
            var reader = new Utf8JsonReader(line, Options);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var records = reader.ValueTextEquals("Records"u8);
                reader.Read();
                if (records && reader.TokenType == JsonTokenType.StartArray)
                {
                    return false;
                }

                reader.Skip();
            }

            return reader.CurrentDepth == 0;
        }
        catch (JsonException)
        {
            // A first line that is broken in itself, above other lines: those are still read one by one.
            return end >= 0 && line.TrimEnd(" \t\r"u8) is [.., (byte)'}'] && start[end..].TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
        }
    }

    /// <summary>The places of all events in a whole document.</summary>
    /// <exception cref="JsonException">It is not JSON; what comes before is lost with it.</exception>
    public static IReadOnlyList<Range> Split(ReadOnlySpan<byte> document)
    {
        var found = new List<Range>();
        var reader = new Utf8JsonReader(document, Options);
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    Items(ref reader, found);
                    break;
                case JsonTokenType.StartObject when !Records(ref reader, found):
                    found.Add(start..(int)reader.BytesConsumed);
                    break;
            }
        }

        return found;
    }

    private static bool Records(ref Utf8JsonReader reader, List<Range> found)
    {
        var any = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var records = reader.ValueTextEquals("Records"u8);
            reader.Read();
            if (records && reader.TokenType == JsonTokenType.StartArray)
            {
                any = true;
                Items(ref reader, found);
            }
            else
            {
                reader.Skip();
            }
        }

        return any;
    }

    private static void Items(ref Utf8JsonReader reader, List<Range> found)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            found.Add(start..(int)reader.BytesConsumed);
        }
    }
}
