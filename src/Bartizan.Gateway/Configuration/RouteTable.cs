using System.Collections.Frozen;
using System.Net;
using Bartizan.Core.Results;
using Bartizan.Gateway.Scopes;
using Bartizan.Gateway.Sensitivities;

namespace Bartizan.Gateway.Configuration;

/// <summary>Where each model is served: compiled from <see cref="GatewayOptions"/>, immutable, swapped whole on reload.</summary>
public sealed class RouteTable
{
    private readonly FrozenDictionary<ProviderDialect, Upstream[]> _byDialect;

    private RouteTable(GatewayOptions options, IReadOnlyList<Upstream> upstreams)
    {
        Options = options;
        Upstreams = upstreams;
        Tools = new ToolTable(options.Tools);
        Inspectors = new ScopedInspectors(options);
        Sensitivities = new SensitivityTable(options.Sensitivity);
        MetricsReaders = [.. options.MetricsReaders.Select(IPNetwork.Parse)];
        _byDialect = upstreams.GroupBy(u => u.Dialect).ToFrozenDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>What it was compiled from.</summary>
    public GatewayOptions Options { get; }

    /// <summary>What is known of the tools that models may call.</summary>
    public ToolTable Tools { get; }

    /// <summary>What looks into the text of some exchanges only.</summary>
    public ScopedInspectors Inspectors { get; }

    /// <summary>Where sensitivity labels come from.</summary>
    public SensitivityTable Sensitivities { get; }

    /// <summary>Networks from which <c>/metrics</c> may be read beside this machine itself.</summary>
    public IReadOnlyList<IPNetwork> MetricsReaders { get; }

    /// <summary>Every upstream, in the order written.</summary>
    public IReadOnlyList<Upstream> Upstreams { get; }

    /// <summary>Checks and compiles; credentials are fetched now, so that a missing one is found at start and not by the first user.</summary>
    /// <exception cref="InputException">Something is wrong; carries every mistake.</exception>
    public static RouteTable Compile(GatewayOptions options)
    {
        var errors = GatewayOptionsValidator.Validate(options).ToList();
        var upstreams = new List<Upstream>();
        for (var i = 0; errors.Count == 0 && i < options.Upstreams.Count; i++)
        {
            try
            {
                upstreams.Add(new Upstream(options.Upstreams[i]));
            }
            catch (InputException e)
            {
                errors.AddRange(e.Errors.Select(error => error with { What = $"gateway.upstreams[{i}].credential: {error.What}" }));
            }
        }

        return errors.Count > 0 ? throw new InputException(errors) : new RouteTable(options, upstreams);
    }

    /// <summary>The upstreams that serve a model in a dialect, in the order written; a new array where there are several.</summary>
    public Upstream[] Serving(ProviderDialect dialect, ReadOnlySpan<char> model)
    {
        Upstream? first = null;
        List<Upstream>? several = null;
        foreach (var upstream in _byDialect.TryGetValue(dialect, out var upstreams) ? upstreams : [])
        {
            if (!upstream.Serves(model))
            {
                continue;
            }

            if (first is null)
            {
                first = upstream;
            }
            else
            {
                (several ??= [first]).Add(upstream);
            }
        }

        return several is null ? first?.Alone ?? [] : [.. several];
    }

    /// <summary>The upstreams that serve a model to clients of another dialect, in translation: all of one dialect, that of the first as written.</summary>
    public Upstream[] Translating(ProviderDialect client, string model)
    {
        Upstream[] serving = [.. Upstreams.Where(u => u.TranslateFrom.Contains(client) && u.Serves(model))];
        return [.. serving.Where(u => u.Dialect == serving[0].Dialect)];
    }

    /// <summary>The names of models that clients of a dialect may be told: those written without a star.</summary>
    public IEnumerable<string> NamedModels(ProviderDialect dialect) =>
        Upstreams.Where(u => u.Dialect == dialect || u.TranslateFrom.Contains(dialect)).SelectMany(u => u.Models).Where(m => !m.Contains('*', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
}
