using System.Collections.Concurrent;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Gateway.Tests.Support;

/// <summary>Remembers whatever it is told of callers that are not declared.</summary>
internal sealed class MemoryShadows : IShadowWatch
{
    public ConcurrentQueue<ShadowSighting> Seen { get; } = new();

    public void See(in ShadowSighting sighting) => Seen.Enqueue(sighting);
}
