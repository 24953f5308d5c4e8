using System.IO.Compression;
using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Detect;
using Bartizan.Detect.Records;

namespace Bartizan.Commands.Detect;

/// <summary>Takes one event: where it stands in a buffer, and its number in the file from 0.</summary>
internal delegate void EventTaker(byte[] buffer, int offset, int length, long index);

/// <summary>
/// Reads the events of one file, also gzip: lines as they come, with a buffer as large as the longest line; any other JSON whole, up to 1 GiB.
/// </summary>
internal static class EventFile
{
    private const int FirstBuffer = 1 << 20;
    private const int LargestDocument = 1 << 30;

    /// <summary>Hands every event of <paramref name="file"/> to <paramref name="take"/>.</summary>
    /// <exception cref="InputException">It cannot be read, or is no JSON.</exception>
    public static void Read(string file, EventTaker take)
    {
        try
        {
            using var stream = Open(file);
            Read(stream, take);
        }
        catch (JsonException e)
        {
            throw new InputException(new InputError("This is not JSON.", "Events are JSON objects, one a line, in arrays, or in CloudTrail files.", file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1));
        }
        catch (InvalidDataException)
        {
            throw new InputException(new InputError("The file is damaged: it begins as gzip but cannot be unpacked, or holds more than can be read.", "Fetch it again, or split it.", file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError("The file could not be read.", "Name files of events after --events.", file));
        }
    }

    private static void Read(Stream stream, EventTaker take)
    {
        var buffer = new byte[FirstBuffer];
        var (filled, final) = Fill(stream, buffer, 0);
        while (!final && buffer.AsSpan(0, filled).IndexOf((byte)'\n') < 0 && filled < DetectSession.LargestEvent)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
            (filled, final) = Fill(stream, buffer, filled);
        }

        var start = buffer.AsSpan(0, filled).StartsWith("\uFEFF"u8) ? 3 : 0;
        if (RecordSplitter.IsLines(buffer.AsSpan(start, filled - start), final))
        {
            Lines(stream, buffer, start, filled, final, take);
            return;
        }

        while (!final)
        {
            if (buffer.Length >= LargestDocument)
            {
                throw new InvalidDataException();
            }

            Array.Resize(ref buffer, buffer.Length * 2);
            (filled, final) = Fill(stream, buffer, filled);
        }

        long index = 0;
        foreach (var range in RecordSplitter.Split(buffer.AsSpan(start, filled - start)))
        {
            var (offset, length) = range.GetOffsetAndLength(filled - start);
            take(buffer, start + offset, length, index++);
        }
    }

    private static void Lines(Stream stream, byte[] buffer, int at, int filled, bool final, EventTaker take)
    {
        long index = 0;
        while (true)
        {
            int end;
            while ((end = buffer.AsSpan(at, filled - at).IndexOf((byte)'\n')) >= 0 || (final && at < filled && (end = filled - at) > 0))
            {
                var line = buffer.AsSpan(at, end).Trim(" \t\r"u8);
                if (line.Length > 0)
                {
                    take(buffer, at + (end - buffer.AsSpan(at, end).TrimStart(" \t\r"u8).Length), line.Length, index++);
                }

                at = Math.Min(at + end + 1, filled);
            }

            if (final)
            {
                return;
            }

            buffer.AsSpan(at, filled - at).CopyTo(buffer);
            (filled, at) = (filled - at, 0);
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length < LargestDocument ? buffer.Length * 2 : throw new InvalidDataException());
            }

            (filled, final) = Fill(stream, buffer, filled);
        }
    }

    private static (int Filled, bool Final) Fill(Stream stream, byte[] buffer, int filled)
    {
        var read = stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
        return (filled + read, filled + read < buffer.Length);
    }

    private static Stream Open(string file)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        Span<byte> magic = stackalloc byte[2];
        var read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        stream.Position = 0;

        // RFC 1952 section 2.3.1: ID1 and ID2.
        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }
}
