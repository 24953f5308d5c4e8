using System.Collections.Concurrent;
using Bartizan.Gateway.Aws;

namespace Bartizan.Gateway.Configuration;

/// <summary>An upstream, compiled: its address, what it serves, and its credential, which leaves it only on a request to that address.</summary>
public sealed class Upstream
{
    private readonly string _start;
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _passHeaders;

    internal Upstream(UpstreamOptions options)
    {
        Name = options.Name;
        Dialect = options.Dialect;
        Models = options.Models;
        TranslateFrom = options.TranslateFrom;
        Base = new Uri(options.Url.TrimEnd('/'));
        _start = Base.AbsoluteUri.TrimEnd('/');
        _passHeaders = new HashSet<string>(options.PassHeaders, StringComparer.OrdinalIgnoreCase);
        Weight = options.Weight;
        Alone = [this];
        Credential = options.AccessKey is { } pair
            ? new AwsKeyPair(Resolve(pair.Id), Resolve(pair.Secret), pair.SessionToken is { } token ? Resolve(token) : null, options.Region!)
            : UpstreamCredential.Of(options.Credential, KeyHeaders.Of(options.Dialect));
    }

    public string Name { get; }

    public ProviderDialect Dialect { get; }

    /// <summary>Model names and patterns it serves.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>Dialects whose clients it also serves, in translation.</summary>
    public IReadOnlyList<ProviderDialect> TranslateFrom { get; }

    /// <summary>The configured address.</summary>
    public Uri Base { get; }

    /// <summary>Its share among those that serve the same model.</summary>
    public int Weight { get; }

    /// <summary>Itself, as a list.</summary>
    internal Upstream[] Alone { get; }

    /// <summary>Whether it serves a model.</summary>
    public bool Serves(ReadOnlySpan<char> model) => Matching(model) is not null;

    /// <summary>The name or pattern under which it serves a model, or null when it does not.</summary>
    internal string? Matching(ReadOnlySpan<char> model)
    {
        foreach (var pattern in Models)
        {
            if (Configuration.ModelPattern.Matches(pattern, model))
            {
                return pattern;
            }
        }

        return null;
    }

    /// <summary>Whether the configuration lets a further request header through to it.</summary>
    internal bool Passes(string header) => _passHeaders.Count > 0 && _passHeaders.Contains(header);

    /// <summary>Where a request is sent: a path below <see cref="Base"/>. The same path gives the same object.</summary>
    internal Uri Address(string path) => _addresses.GetOrAdd(path, static (p, start) => new Uri(start + p), _start);

    /// <summary>As <see cref="Address(string)"/> for a path that a client had a part in; nothing of it is kept.</summary>
    internal Uri AddressOnce(string path) => new(_start + path);

    /// <summary>What it asks of whoever calls it.</summary>
    internal UpstreamCredential Credential { get; }

    private static string Resolve(string reference) => CredentialReference.TryParse(reference)!.Resolve();
}
