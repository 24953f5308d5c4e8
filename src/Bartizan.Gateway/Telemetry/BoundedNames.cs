using System.Collections.Concurrent;

namespace Bartizan.Gateway.Telemetry;

/// <summary>Lets the first <paramref name="most"/> different names through and calls all others by one, so that nobody can make series without end.</summary>
internal sealed class BoundedNames(int most)
{
    /// <summary>What the others are called.</summary>
    public const string Other = "_OTHER";

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The name itself, or <see cref="Other"/>.</summary>
    public string Admit(string name)
    {
        if (_known.ContainsKey(name))
        {
            return name;
        }

        // Counted apart: asking the dictionary for its size takes all its locks.
        if (Volatile.Read(ref _count) < most && Interlocked.Increment(ref _count) <= most)
        {
            _known.TryAdd(name, true);
            return name;
        }

        return Other;
    }
}
