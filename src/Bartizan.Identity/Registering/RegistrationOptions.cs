using Bartizan.Core.Results;

namespace Bartizan.Identity.Registering;

/// <summary>Which clients may ask people without anybody here having registered them, as a person configured it. By default none.</summary>
public sealed record RegistrationOptions
{
    /// <summary>The entry of <see cref="Hosts"/> that stands for every host on the open internet.</summary>
    public const string AnyHost = "*";

    /// <summary>Whether clients may register themselves over HTTP (RFC 7591).</summary>
    public bool Dynamic { get; init; }

    /// <summary>Hosts whose metadata documents are taken, <c>*</c> for all; one that is named may be on a private network. Empty for none.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Whether documents of a host are taken.</summary>
    public bool Takes(string host) => Hosts.Contains(AnyHost) || Hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong, each naming its setting.</summary>
    public static IEnumerable<InputError> Validate(RegistrationOptions options) => options.Hosts
        .Where(h => h != AnyHost && (Uri.CheckHostName(h) == UriHostNameType.Unknown || h.Contains(':', StringComparison.Ordinal)))
        .Select(h => new InputError($"identity.registration.metadataDocuments.hosts: '{h}' is not a host name.", "Write names such as app.example.com, or * for all."));
}
