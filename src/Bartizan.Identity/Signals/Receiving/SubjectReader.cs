using System.Text.Json;
using Bartizan.Core.Signals;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Signals.Receiving;

/// <summary>Whom a subject identifier (RFC 9493, SSF 1.0 §3) means among the people of one identity provider. Whoever speaks of another provider's people means nobody.</summary>
internal static class SubjectReader
{
    private const int MostAliases = 8;
    private const int LongestSubject = 255;
    private const int LongestEmail = 254;

    /// <summary>Reads one; empty when nobody here can be meant.</summary>
    public static IReadOnlyList<SignalSubject> Read(JsonElement subject, string provider, bool emails) => subject.Text("format", 32) switch
    {
        "complex" => Complex(subject, provider, emails),
        "aliases" when subject.TryGetProperty("identifiers", out var all) && all.ValueKind == JsonValueKind.Array && all.GetArrayLength() <= MostAliases =>
            [.. all.EnumerateArray().Select(one => Simple(one, provider, emails)).OfType<SignalSubject>()],
        _ => Simple(subject, provider, emails) is { } one ? [one] : [],
    };

    // A device or a tenant of a person is not told apart: what is meant for a part of their sessions ends all.
    private static IReadOnlyList<SignalSubject> Complex(JsonElement subject, string provider, bool emails)
    {
        if (subject.TryGetProperty("user", out var user))
        {
            return user.ValueKind == JsonValueKind.Object && user.Text("format", 32) != "complex" ? Read(user, provider, emails) : [];
        }

        return subject.TryGetProperty("session", out var session) && session.ValueKind == JsonValueKind.Object && session.Text("format", 32) == "opaque" && session.Text("id") is { } sid
            ? [new SignalSubject(provider, Session: sid)]
            : [];
    }

    private static SignalSubject? Simple(JsonElement subject, string provider, bool emails) => subject.ValueKind != JsonValueKind.Object ? null : subject.Text("format", 32) switch
    {
        "iss_sub" when subject.Text("iss", 512) == provider && subject.Text("sub", LongestSubject) is { } sub => new SignalSubject(provider, Subject: sub),
        "email" when emails && subject.Text("email", LongestEmail) is { } email => new SignalSubject(provider, Email: email),
        _ => null,
    };
}
