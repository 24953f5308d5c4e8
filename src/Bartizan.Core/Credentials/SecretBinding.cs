using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Bartizan.Core.Results;

namespace Bartizan.Core.Credentials;

/// <summary>Where a secret may go: to these hosts, in this header, and nowhere else.</summary>
public sealed class SecretBinding
{
    /// <summary>The most hosts of one secret.</summary>
    public const int MostHosts = 16;

    private static readonly SearchValues<char> NotInHosts = SearchValues.Create("/?#@\\* \t\r\n%,");

    private const int LongestHost = 255;
    private const int LongestHeader = 128;
    private const string HeaderExample = "Write for example Authorization, 'Authorization: Basic' or x-api-key.";

    // Headers about framing, routing or one connection: a secret in one of them would be another thing than a credential.
    private static readonly HashSet<string> NoCredential = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect", "Via", "Forwarded", "Accept", "Accept-Encoding", "Date",
    };

    private SecretBinding(IReadOnlyList<string> hosts, string header, string scheme) => (Hosts, Header, Scheme) = (hosts, header, scheme);

    /// <summary>Hosts in small letters, each with its port where that is not the scheme's own.</summary>
    public IReadOnlyList<string> Hosts { get; }

    /// <summary>The header's name.</summary>
    public string Header { get; }

    /// <summary>What stands before the secret in the header, such as <c>Bearer</c>; empty for nothing.</summary>
    public string Scheme { get; }

    /// <summary>Header and scheme as people write them.</summary>
    public string HeaderText => Scheme.Length == 0 ? Header : $"{Header}: {Scheme}";

    /// <summary>Reads a binding; every mistake is told.</summary>
    /// <param name="hosts">Hosts, each with a port where it is not 443 (80 for this machine).</param>
    /// <param name="header">A header's name, with a scheme after a colon; <c>Authorization</c> alone means <c>Bearer</c>.</param>
    /// <exception cref="InputException">Something is wrong.</exception>
    public static SecretBinding Read(IReadOnlyList<string> hosts, string header)
    {
        var errors = new List<InputError>();
        if (hosts.Count is 0 or > MostHosts)
        {
            errors.Add(new($"A secret is bound to 1 to {MostHosts} hosts, not {hosts.Count}.", "Name each host it is for, for example api.example.com."));
        }

        var read = new List<string>();
        foreach (var host in hosts)
        {
            if (TryReadHost(host, out var name))
            {
                read.Add(name);
            }
            else
            {
                errors.Add(new("A host is not one.", "Write a name or address, and a port if it is not the usual one: api.example.com or 127.0.0.1:8080. No scheme, path or star."));
            }
        }

        var (field, scheme) = header.Split(':', 2) is [var first, var rest] ? (first.Trim(), rest.Trim()) : (header.Trim(), "");
        scheme = scheme.Length == 0 && field.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? "Bearer" : scheme;
        if (field.Length is 0 or > LongestHeader || !field.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || NoCredential.Contains(field)
            || field.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || field.StartsWith("Mcp-", StringComparison.OrdinalIgnoreCase))
        {
            errors.Add(new("This header cannot carry a secret.", HeaderExample));
        }

        if (scheme.Length > 32 || !scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            errors.Add(new("What stands before the secret in the header must be one word.", HeaderExample));
        }

        return errors.Count > 0 ? throw new InputException(errors) : new([.. read.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], field, scheme);
    }

    /// <summary>Whether the secret may be sent to this address: one of the hosts, over TLS unless it is this machine.</summary>
    public bool Covers(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) && Hosts.Contains(NameOf(address), StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{HeaderText} at {string.Join(", ", Hosts)}";

    private static string NameOf(Uri address) => address.IsDefaultPort ? address.IdnHost.ToLowerInvariant() : $"{address.IdnHost.ToLowerInvariant()}:{address.Port}";

    private static bool TryReadHost(string text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (text.Length is 0 or > LongestHost || text.AsSpan().ContainsAny(NotInHosts) || !Uri.TryCreate("https://" + text, UriKind.Absolute, out var address) || address.IdnHost.Length == 0)
        {
            return false;
        }

        name = NameOf(address);
        return true;
    }
}
