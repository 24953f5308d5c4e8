namespace Bartizan.Gateway.Streaming;

/// <summary>Events whose data comes on several lines.</summary>
internal static class SseJoin
{
    /// <summary>The values of all data lines, joined by line feeds as clients join them.</summary>
    public static byte[] Data(ReadOnlySpan<byte> buffer, ReadOnlySpan<SseLine> lines)
    {
        var joined = new List<byte>();
        var first = true;
        foreach (var line in lines)
        {
            if (line.Kind != SseLineKind.Data)
            {
                continue;
            }

            if (!first)
            {
                joined.Add((byte)'\n');
            }

            first = false;
            joined.AddRange(buffer[line.ValueStart..line.ValueEnd]);
        }

        return [.. joined];
    }
}
