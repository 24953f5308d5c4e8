namespace Bartizan.Core.Events;

/// <summary>How far each reader that must miss nothing has read the log. Kept beside the log, so that it goes wherever the log goes.</summary>
public interface IEventCursors
{
    /// <summary>The position of the last event that a reader is done with; 0 before the first.</summary>
    ValueTask<long> ReadAsync(string reader, CancellationToken cancellationToken);

    /// <summary>Remembers that a reader is done with everything up to a position; completes when that is durable.</summary>
    ValueTask MoveAsync(string reader, long position, CancellationToken cancellationToken);
}
