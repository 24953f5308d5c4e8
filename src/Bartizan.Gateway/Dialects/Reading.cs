using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects;

/// <summary>What a dialect found in one message, with the places of every token of its text.</summary>
public abstract class Reading : IReading
{
    private protected Reading(ReadOnlyMemory<byte> body) => Body = body;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Body { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<Segment> Segments => Failure is null ? Store.Segments : [];

    /// <inheritdoc/>
    public ReadFailure? Failure { get; private set; }

    internal SegmentStore Store { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Store.Dispose();
        GC.SuppressFinalize(this);
    }

    internal delegate void Walk(ref JsonCursor cursor);

    /// <summary>Walks the whole body; what the walk refuses becomes <see cref="Failure"/>.</summary>
    internal void Read(Walk walk)
    {
        using var keys = new KeyLedger();
        try
        {
            JsonCursor.CheckDocument(Body.Span);
            var cursor = new JsonCursor(Body.Span, keys);
            walk(ref cursor);
            cursor.End();
            Store.Seal();
        }
        catch (JsonRefusal refusal)
        {
            Failure = refusal.Failure;
        }
        catch (JsonException e)
        {
            Failure = new ReadFailure(
                ReadFailure.InvalidJson,
                $"The body is not valid JSON, or is nested deeper than {DialectLimits.Depth} levels: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }
}
