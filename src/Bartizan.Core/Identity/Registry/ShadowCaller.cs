namespace Bartizan.Core.Identity.Registry;

/// <summary>What somebody showed who is not declared here.</summary>
public enum ShadowKind
{
    /// <summary>A key in our form that nobody has, or whose agent is revoked.</summary>
    Key,

    /// <summary>A key pair in AWS's form that nobody has.</summary>
    AccessKey,

    /// <summary>A provider's own key, which should not be where agents are.</summary>
    ProviderKey,

    /// <summary>A token in the place of a key that does not count.</summary>
    Token,

    /// <summary>A client id that the authorization server does not know, or a wrong proof of one that it does.</summary>
    OAuthClient,

    /// <summary>Nothing.</summary>
    Nothing,
}

/// <summary>Somebody undeclared, seen once.</summary>
/// <param name="Kind">What it showed.</param>
/// <param name="Mark">What tells it from others of its kind: a public id, or the keyed digest of what must not be kept.</param>
/// <param name="Form">How what it showed begins, such as <c>sk-ant-…</c>; never more of it than all of that form share.</param>
/// <param name="Address">Where it came from.</param>
/// <param name="UserAgent">What its client says it is.</param>
/// <param name="Dialect">What it spoke.</param>
public readonly record struct ShadowSighting(ShadowKind Kind, string Mark, string Form, string Address, string UserAgent, string Dialect);

/// <summary>Somebody undeclared, over all the time it was seen. Address, user agent and dialect are the last.</summary>
/// <param name="Seen">Who.</param>
/// <param name="First">When it was first seen.</param>
/// <param name="Last">When it was last seen.</param>
/// <param name="Count">How often.</param>
public sealed record ShadowCaller(ShadowSighting Seen, DateTimeOffset First, DateTimeOffset Last, long Count);

/// <summary>Told of callers that are not declared. Never waits, and never grows beyond a bound.</summary>
public interface IShadowWatch
{
    /// <summary>Notes one.</summary>
    void See(in ShadowSighting sighting);
}

/// <summary>Keeps the newest <see cref="MostCallers"/> callers that are not declared.</summary>
public interface IShadowStore
{
    /// <summary>Most callers that are kept; of more, those seen longest ago are forgotten.</summary>
    const int MostCallers = 10_000;

    /// <summary>Adds what was seen since the last time.</summary>
    ValueTask AddAsync(IReadOnlyList<ShadowCaller> callers, CancellationToken cancellationToken);

    /// <summary>Callers, the last seen first.</summary>
    ValueTask<IReadOnlyList<ShadowCaller>> ListAsync(int most, CancellationToken cancellationToken);
}
