using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Storage.Ledgers;
using Bartizan.Storage.Merkle;

namespace Bartizan.Storage.Reviews;

/// <summary>
/// Checks a certification without the store: every fact is in the ledger, the ledger's checkpoint is signed, nothing of the review is left out, and each question
/// was answered and carried out once. What it tells is read from the proven facts alone.
/// </summary>
public static class CertificationCheck
{
    /// <summary>The largest file that is read.</summary>
    public const int MostBytes = 64 << 20;

    private const int LongestPath = 64;

    /// <summary>Checks a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="trusted">The ledger's key as it is known from elsewhere; null to take the file's own word for it.</param>
    public static CertificationReport Check(ReadOnlySpan<byte> file, NoteKey? trusted)
    {
        var report = new CertificationReport();
        if (Read(file) is not { } certification)
        {
            report.Add("It is no certification.");
            return report;
        }

        if (NoteKey.Parse(certification.Key) is not { } key)
        {
            report.Add("Its key is not readable.");
            return report;
        }

        if (trusted is not null && trusted.ToString() != key.ToString())
        {
            report.Add("It is signed by another ledger than the one that is trusted.");
            return report;
        }

        var last = 0L;
        var events = new List<(LedgerEntry Entry, JsonElement Fact)>();
        foreach (var (certified, number) in certification.Events.Select((e, i) => (e, i + 1)))
        {
            if (Proven(certified, key) is not { } entry)
            {
                report.Add($"Fact {number} is not proven to be in the ledger.");
                return report;
            }

            if (entry.Sequence <= last)
            {
                report.Add($"Fact {number} is out of order.");
                return report;
            }

            last = entry.Sequence;
            using var document = JsonDocument.Parse(certified.Event);
            events.Add((entry, document.RootElement.Clone()));
        }

        report.Ledger = key.Name;
        new CertifiedReview(certification.Review, report).Read(events);
        return report;
    }

    private static Certification? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > MostBytes)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<Certification>(file, Certification.Json) is { Format: Certification.CurrentFormat, Events: not null, Key: not null, Review: not null } read
                && read.Events.All(e => e is { Event: not null, Entry: not null, Path: not null, Checkpoint: not null }) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static LedgerEntry? Proven(CertifiedEvent certified, NoteKey key)
    {
        var leaf = Encoding.UTF8.GetBytes(certified.Entry);
        if (LedgerEntry.Parse(leaf) is not { } entry || certified.Path.Count > LongestPath || entry.Sequence != certified.Index + 1
            || !CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(certified.Event)), entry.EventHash))
        {
            return null;
        }

        var path = new List<byte[]>();
        foreach (var text in certified.Path)
        {
            var hash = new byte[SHA256.HashSizeInBytes];
            if (text is null || !Convert.TryFromBase64String(text, hash, out var length) || length != hash.Length)
            {
                return null;
            }

            path.Add(hash);
        }

        return SignedNote.Parse(certified.Checkpoint) is { } note && note.IsSignedBy(key) && Checkpoint.Parse(note.Text) is { } checkpoint
            && checkpoint.Origin == key.Name && checkpoint.Size == certified.TreeSize
            && MerkleVerification.Inclusion(MerkleHash.Leaf(leaf), certified.Index, certified.TreeSize, path, checkpoint.Root) ? entry : null;
    }
}

/// <summary>What a check found.</summary>
public sealed class CertificationReport
{
    private readonly List<string> _problems = [];

    /// <summary>What is wrong; nothing where it holds.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Name of the ledger that proves it.</summary>
    public string Ledger { get; internal set; } = "";

    /// <summary>The review's title.</summary>
    public string Title { get; internal set; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset Opened { get; internal set; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset Closed { get; internal set; }

    /// <summary>Every question with its answer.</summary>
    public IReadOnlyList<CertifiedItem> Items { get; internal set; } = [];

    internal void Add(string problem) => _problems.Add(problem);
}

/// <summary>A question that was answered and carried out.</summary>
/// <param name="Kind">What was asked about.</param>
/// <param name="Name">Whose authority it was.</param>
/// <param name="Entry">The entry; empty for all of it.</param>
/// <param name="Answer">The answer.</param>
/// <param name="By">Who gave it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="Outcome">What was done.</param>
public sealed record CertifiedItem(string Kind, string Name, string Entry, string Answer, string By, DateTimeOffset At, string Reason, string Outcome);
