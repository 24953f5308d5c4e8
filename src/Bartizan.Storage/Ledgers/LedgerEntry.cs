using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bartizan.Storage.Merkle;
using Bartizan.Storage.Sqlite;

namespace Bartizan.Storage.Ledgers;

/// <summary>
/// One ledger entry: seven lines of ASCII that commit to one event and to the entry before it. Its bytes are the leaf of the Merkle tree.
/// <code>
/// bartizan/entry/v1
/// seq 42
/// time 2026-11-20T23:31:08.123456Z
/// source gateway
/// kind exchange
/// id exc_01jd…
/// event sha256:…   (of the event's JSON bytes)
/// prev sha256:…    (leaf hash of entry 41; zeros for the first)
/// </code>
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>No entry is longer: 200 bytes each for source, kind and id, and the fixed lines.</summary>
    internal const int MaxLength = 1_000;

    /// <summary>Longest source, kind or id, in ASCII characters.</summary>
    internal const int MaxName = 200;

    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    /// <summary>Number from 1; the leaf's index plus one, and the position of the event.</summary>
    public required long Sequence { get; init; }

    /// <summary>The event's time, to the microsecond.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The event's source.</summary>
    public required string Source { get; init; }

    /// <summary>The event's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The event's id.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the event's JSON.</summary>
    public required byte[] EventHash { get; init; }

    /// <summary>Leaf hash of the entry before it.</summary>
    public required byte[] Previous { get; init; }

    /// <summary>Writes the canonical bytes; returns how many.</summary>
    internal static int Write(
        Span<byte> destination,
        long sequence,
        long microseconds,
        ReadOnlySpan<byte> source,
        ReadOnlySpan<byte> kind,
        ReadOnlySpan<byte> id,
        ReadOnlySpan<byte> eventHash,
        ReadOnlySpan<byte> previous)
    {
        var writer = new SpanWriter(destination);
        writer.Put("bartizan/entry/v1\nseq "u8);
        writer.Put(sequence);
        writer.Put("\ntime "u8);
        writer.Put(SqliteTime.FromMicroseconds(microseconds));
        writer.Put("\nsource "u8);
        writer.Put(source);
        writer.Put("\nkind "u8);
        writer.Put(kind);
        writer.Put("\nid "u8);
        writer.Put(id);
        writer.Put("\nevent sha256:"u8);
        writer.PutHex(eventHash);
        writer.Put("\nprev sha256:"u8);
        writer.PutHex(previous);
        writer.Put("\n"u8);
        return writer.Written;
    }

    /// <summary>Reads canonical bytes; null when they are not exactly what <see cref="Write"/> makes.</summary>
    public static LedgerEntry? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxLength || !Ascii.IsValid(bytes))
        {
            return null;
        }

        var lines = Encoding.ASCII.GetString(bytes).Split('\n');
        if (lines.Length != 9 || lines[0] != "bartizan/entry/v1" || lines[8].Length > 0
            || !long.TryParse(After(lines[1], "seq "), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || !DateTimeOffset.TryParseExact(
                After(lines[2], "time "), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || After(lines[3], "source ") is not { Length: > 0 } source
            || After(lines[4], "kind ") is not { Length: > 0 } kind
            || After(lines[5], "id ") is not { Length: > 0 } id
            || Hash(lines[6], "event sha256:") is not { } eventHash
            || Hash(lines[7], "prev sha256:") is not { } previous)
        {
            return null;
        }

        var entry = new LedgerEntry { Sequence = sequence, Time = time, Source = source, Kind = kind, Id = id, EventHash = eventHash, Previous = previous };
        return bytes.SequenceEqual(entry.ToBytes()) ? entry : null;
    }

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes()
    {
        Span<byte> buffer = stackalloc byte[MaxLength + (3 * MaxName)];
        var length = Write(
            buffer, Sequence, Time.ToMicroseconds(), Encoding.ASCII.GetBytes(Source), Encoding.ASCII.GetBytes(Kind), Encoding.ASCII.GetBytes(Id), EventHash, Previous);
        return buffer[..length].ToArray();
    }

    private static string? After(string line, string prefix) =>
        line.StartsWith(prefix, StringComparison.Ordinal) && line.Length <= prefix.Length + MaxName ? line[prefix.Length..] : null;

    private static byte[]? Hash(string line, string prefix)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        return After(line, prefix) is { Length: 2 * MerkleHash.Size } hex
            && Convert.FromHexString(hex, hash, out _, out _) == System.Buffers.OperationStatus.Done
                ? hash
                : null;
    }

    private ref struct SpanWriter(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;

        public int Written { get; private set; }

        public void Put(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_destination[Written..]);
            Written += bytes.Length;
        }

        public void Put(long number)
        {
            number.TryFormat(_destination[Written..], out var count, provider: CultureInfo.InvariantCulture);
            Written += count;
        }

        public void Put(DateTimeOffset time)
        {
            time.TryFormat(_destination[Written..], out var count, TimeFormat, CultureInfo.InvariantCulture);
            Written += count;
        }

        public void PutHex(ReadOnlySpan<byte> bytes)
        {
            Convert.TryToHexStringLower(bytes, _destination[Written..], out var count);
            Written += count;
        }
    }
}
