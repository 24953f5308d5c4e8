using Bartizan.Core.Identity.Registry;

namespace Bartizan.Identity.Tests.Support;

/// <summary>Remembers what is written of callers that are not declared, batch by batch, and can fail.</summary>
internal sealed class MemoryShadowStore : IShadowStore
{
    public List<IReadOnlyList<ShadowCaller>> Batches { get; } = [];

    public bool IsBroken { get; set; }

    public ValueTask AddAsync(IReadOnlyList<ShadowCaller> callers, CancellationToken cancellationToken)
    {
        if (IsBroken)
        {
            throw new IOException("the disk is gone");
        }

        Batches.Add(callers);
        return default;
    }

    public ValueTask<IReadOnlyList<ShadowCaller>> ListAsync(int most, CancellationToken cancellationToken) => new([.. Batches.SelectMany(b => b).Take(most)]);
}
