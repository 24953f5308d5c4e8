using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Collections;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Hops;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Tokens;

/// <summary>
/// Checks access tokens. The signature of a text is checked once and remembered by its digest; whether its key, its agents, its person and the token itself still
/// count is asked every time.
/// </summary>
internal sealed class AccessTokenReader(Issuer issuer, IdentityDirectory directory, IStanding standing, HopReader hops, TimeProvider clock)
{
    /// <summary>The header's <c>typ</c> (RFC 9068 §2.1), which keeps other signed things from passing as tokens.</summary>
    public const string Type = "at+jwt";

    /// <summary>Most characters of a token.</summary>
    public const int MaxLength = 16_384;

    private const int Remembered = 10_000;

    private readonly RecentMap<UInt128, Known> _known = new(Remembered);

    /// <summary>The token of a text; null when it does not count, whatever the reason.</summary>
    public AccessToken? Read(string text) => ReadOfSuspended(text) is { } token && directory.Current is var snapshot && token.Agents.All(a => snapshot.Agent(a) is not null) ? token : null;

    /// <summary>The same where it may also be that agents of it are suspended. Such a token is good for being refused with a reason, and for being ended.</summary>
    public AccessToken? ReadOfSuspended(string text)
    {
        if (text.Length > MaxLength || text.AsSpan().Count(HopReader.Separator) > AccessToken.MaxActors)
        {
            return null;
        }

        if (text.LastIndexOf(HopReader.Separator) is var end and >= 0)
        {
            // What stands before a hop must count by itself, each time.
            var before = text[..end];
            return ReadOfSuspended(before) is { } parent && hops.Read(parent, before, text[(end + 1)..]) is { } hopped && Counts(hopped) ? hopped : null;
        }

        return (Find(text) ?? Verify(text)) is { } known && directory.Current.Keys.Find(known.Key, clock.GetUtcNow()) is not null && Counts(known.Token) ? known.Token : null;
    }

    private static UInt128 DigestOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private Known? Find(string text) => _known.TryGet(DigestOf(text), out var known) ? known : null;

    private Known? Verify(string text)
    {
        if (Jws.Parse(text, MaxLength) is not { Type: Type } jws
            || jws.Header.Has("jwk")
            || directory.Current.Keys.Find(jws.KeyId, clock.GetUtcNow()) is not { } key
            || !jws.IsSignedBy(key)
            || AccessTokenJson.Read(jws.Payload, issuer) is not { } token)
        {
            return null;
        }

        var known = new Known(token, key.Id);
        _known.Set(DigestOf(text), known);
        return known;
    }

    private bool Counts(AccessToken token)
    {
        var (now, snapshot) = (clock.GetUtcNow(), directory.Current);
        return now < token.Expires
            && token.Issued <= now + ClockSkew.Allowed
            && !snapshot.IsRevoked(token.Id)
            && !token.Parents.Any(snapshot.IsRevoked)
            && token.Agents.All(a =>
                (snapshot.Agent(a) ?? snapshot.Suspended(a)?.Principal) is { } agent && standing.KillSwitches.Stopping(agent, token.Transaction, token.Issued) is null)
            && (token.Person is null || (snapshot.Person(token.Person) is not null && standing.KillSwitches.StoppingPerson(token.Person, token.Issued) is null));
    }

    private sealed record Known(AccessToken Token, string Key);
}
