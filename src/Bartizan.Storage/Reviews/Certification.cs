using System.Text;
using System.Text.Json;
using Bartizan.Core.Results;

namespace Bartizan.Storage.Reviews;

/// <summary>
/// Everything that was recorded of a review, each fact with the proof that it is in the ledger: checkable by anyone, without the store, by
/// <see cref="CertificationCheck"/>.
/// </summary>
public sealed record Certification
{
    /// <summary>What <see cref="Format"/> says.</summary>
    public const string CurrentFormat = "bartizan/certification/v1";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, MaxDepth = 16 };

    /// <summary>Name of the format.</summary>
    public required string Format { get; init; }

    /// <summary>Id of the review.</summary>
    public required string Review { get; init; }

    /// <summary>The key that verifies the ledger's checkpoints. Whoever checks should have it from elsewhere.</summary>
    public required string Key { get; init; }

    /// <summary>What was recorded, in order.</summary>
    public required IReadOnlyList<CertifiedEvent> Events { get; init; }

    /// <summary>Makes one.</summary>
    /// <exception cref="InputException">There is no such review, or it is not closed.</exception>
    public static async ValueTask<Certification> MakeAsync(BartizanStore store, string review, CancellationToken cancellationToken)
    {
        var campaign = await store.Reviews.FindAsync(review, cancellationToken)
            ?? throw new InputException(new InputError($"There is no review {review}.", "`bartizan review list` shows them."));
        if (campaign.Closed is null)
        {
            throw new InputException(new InputError($"Review {review} is not closed yet.", "It closes when everything is answered, or at its due time."));
        }

        // One checkpoint for all of it.
        await store.Ledger.CheckpointAsync(cancellationToken);
        var events = new List<CertifiedEvent>();
        foreach (var id in await store.Reviews.EventsAsync(review, cancellationToken))
        {
            var proof = (await store.Ledger.ProofAsync(id, cancellationToken))!;
            var stored = await store.Events.ReadAsync(proof.Index, 1, cancellationToken);
            events.Add(new CertifiedEvent(Encoding.UTF8.GetString(stored[0].Event.Json.Span), proof.Entry, proof.Index, proof.TreeSize, proof.Path, proof.Checkpoint));
        }

        return new Certification { Format = CurrentFormat, Review = review, Key = store.Ledger.Key.ToString(), Events = events };
    }

    /// <summary>As a file.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}

/// <summary>A recorded fact and where it stands in the ledger.</summary>
/// <param name="Event">The event's JSON, to the letter.</param>
/// <param name="Entry">The ledger's entry, whose bytes are the leaf.</param>
/// <param name="Index">The leaf's index from 0.</param>
/// <param name="TreeSize">Entries that the checkpoint covers.</param>
/// <param name="Path">The audit path, base64.</param>
/// <param name="Checkpoint">The signed checkpoint.</param>
public sealed record CertifiedEvent(string Event, string Entry, long Index, long TreeSize, IReadOnlyList<string> Path, string Checkpoint);
