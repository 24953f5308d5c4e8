namespace Bartizan.Gateway.Aws;

/// <summary>
/// Counts the bytes of bodies that are received before anything proves who sends them: a signature over a body needs the body. All of them together
/// may be no more than a few of the largest bodies.
/// </summary>
internal sealed class UnprovenBodies
{
    private const int LargestAtOnce = 8;

    private long _bytes;

    /// <summary>Takes room for a body of at most <paramref name="size"/> bytes, of which the largest may have <paramref name="largest"/>; null when there is none. Dispose it to give the room back.</summary>
    public IDisposable? TryTake(long size, long largest)
    {
        size = Math.Clamp(size, 0, largest);
        if (Interlocked.Add(ref _bytes, size) <= largest * LargestAtOnce)
        {
            return new Taken(this, size);
        }

        Interlocked.Add(ref _bytes, -size);
        return null;
    }

    private sealed class Taken(UnprovenBodies owner, long size) : IDisposable
    {
        private long _left = size;

        public void Dispose() => Interlocked.Add(ref owner._bytes, -Interlocked.Exchange(ref _left, 0));
    }
}
