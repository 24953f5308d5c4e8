using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Dialects;
using Bartizan.Guard;

namespace Bartizan.Gateway.Pipeline;

/// <summary>A path that clients may ask: the wire format spoken there, where its key stands, and where it leads.</summary>
/// <param name="Name">Method and path, as recorded; <c>{model}</c> stands where clients name the model in the path.</param>
/// <param name="Dialect">Its wire format.</param>
/// <param name="Provider">Which upstreams can serve it.</param>
/// <param name="UpstreamPath">Path below an upstream's address; <c>{model}</c> as in <paramref name="Name"/>.</param>
internal sealed record GatewayRoute(string Name, IDialect Dialect, ProviderDialect Provider, string UpstreamPath)
{
    /// <summary>What stands for the model in a path.</summary>
    public const string ModelPlace = "{model}";

    private const int LongestQueryValue = 32;

    /// <summary>Whether the path itself asks for a stream.</summary>
    public bool Streams { get; init; }

    /// <summary>What of its exchanges is to be paid.</summary>
    public Metering Metering { get; init; }

    /// <summary>Whether the provider keeps its exchanges, for later ones to refer to.</summary>
    public bool KeepsState { get; init; }

    /// <summary>Whether what is asked here can be translated for an upstream that speaks another dialect.</summary>
    public bool Translates { get; init; }

    /// <summary>Whether the upstream's path names the model.</summary>
    public bool NamesModel => UpstreamPath.Contains(ModelPlace, StringComparison.Ordinal);

    /// <summary>The one query parameter that travels on, when its value is a plain word; null when none does.</summary>
    public string? Query { get; init; }

    /// <summary>Where at <paramref name="upstream"/> a request goes.</summary>
    /// <param name="upstream">The server.</param>
    /// <param name="model">The model as it stands in the client's path, checked by <see cref="RouteMatch"/>; null when it named none there.</param>
    /// <param name="query">The client's value of <see cref="Query"/>.</param>
    public Uri AddressAt(Upstream upstream, string? model, string? query)
    {
        var passed = Query is not null && IsPlain(query);
        if (model is null && !passed)
        {
            return upstream.Address(UpstreamPath);
        }

        var path = model is null ? UpstreamPath : UpstreamPath.Replace(ModelPlace, model, StringComparison.Ordinal);
        return upstream.AddressOnce(passed ? $"{path}?{Query}={query}" : path);
    }

    private static bool IsPlain(string? value) =>
        value is { Length: > 0 and <= LongestQueryValue } && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') && SelfEvident.LabelOf(value) is null;
}

/// <summary>What of a route's exchanges is to be paid.</summary>
internal enum Metering
{
    /// <summary>What goes in and what comes out.</summary>
    Tokens,

    /// <summary>What goes in.</summary>
    Input,

    /// <summary>Nothing: it only counts as a request.</summary>
    Nothing,
}

/// <summary>A route that was asked, and what its path said.</summary>
/// <param name="Route">The route.</param>
/// <param name="Model">The model named in the path; null where the body names it.</param>
/// <param name="ModelAsSent">The same as it stands in the path: with <c>:</c> and <c>/</c> percent-encoded, if the client did so.</param>
internal readonly record struct RouteMatch(GatewayRoute Route, string? Model, string? ModelAsSent);
