using Bartizan.Identity.Federation;
using Bartizan.Identity.Fetching;

namespace Bartizan.Identity.Signals.Receiving;

/// <summary>The configured transmitters.</summary>
internal sealed class SignalSources : IDisposable
{
    private readonly SignalSource[] _sources;

    /// <summary>Takes what was configured.</summary>
    public SignalSources(SignalsOptions options, SignInOptions providers, TimeProvider clock) =>
        _sources =
        [
            .. options.Receive.Select(s => new SignalSource(
                s,
                providers.Providers.First(p => p.Name == s.Provider),
                new GuardedFetcher(s.Inside ? [.. new[] { s.Issuer, s.Poll, s.Token?.Address }.OfType<string>().Select(a => new Uri(a).DnsSafeHost)] : []),
                clock)),
        ];

    /// <summary>All that are asked.</summary>
    public IEnumerable<SignalSource> Polled => _sources.Where(s => s.Options.Poll is not null);

    /// <summary>The one of a name that pushes, or null.</summary>
    public SignalSource? Pushing(string name) => Array.Find(_sources, s => s.Options.Name == name && s.Options.Poll is null);

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_sources, s => s.Dispose());
}
