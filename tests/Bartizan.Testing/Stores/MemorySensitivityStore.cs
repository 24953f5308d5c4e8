using System.Collections.Concurrent;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Sensitivities;

namespace Bartizan.Testing.Stores;

/// <summary>Labels of sessions that are forgotten with the test; fails when told to.</summary>
public sealed class MemorySensitivityStore : ISensitivityStore
{
    private readonly ConcurrentDictionary<string, Sensitivity> _labels = new(StringComparer.Ordinal);

    /// <summary>Every label remembered.</summary>
    public ICollection<Sensitivity> Labels => _labels.Values;

    /// <summary>How often it was asked anything.</summary>
    public int Asked { get; private set; }

    /// <summary>Whether writing fails.</summary>
    public bool Fails { get; set; }

    public ValueTask<Sensitivity> FindAsync(string session, CancellationToken cancellationToken)
    {
        Asked++;
        return new(_labels.GetValueOrDefault(session));
    }

    public ValueTask RaiseAsync(string session, Sensitivity label, TimeSpan keep, CancellationToken cancellationToken)
    {
        Asked++;
        if (Fails)
        {
            throw new IOException("The test's store fails.");
        }

        _labels.AddOrUpdate(session, label, (_, known) => known > label ? known : label);
        return default;
    }
}
