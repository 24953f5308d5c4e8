using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Signals;
using Bartizan.Core.Text;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Signals.Receiving;

/// <summary>The level of a person that an event says (CAEP 1.0 sections 3.4, 3.5 and 3.8). A word that the standard does not have changes nothing: it must not take the place of one that is known.</summary>
internal static class LevelReader
{
    private const int Longest = 64;

    /// <summary>Reads it; null for an event that says none.</summary>
    public static SignalledLevel? Read(SecurityEvent told) => told.Type switch
    {
        EventTypes.RiskLevelChange when told.Said.Text("current_level", Longest) is SignalledLevel.Low or SignalledLevel.Medium or SignalledLevel.High =>
            new(LevelKind.Risk, ScopeOf(told, told.Said.Text("principal", Longest) ?? "USER"), told.Said.Text("current_level", Longest)!),
        EventTypes.AssuranceLevelChange when told.Said.Text("namespace", Longest) is { Length: > 0 } names && told.Said.Text("current_level", Longest) is { Length: > 0 } level =>
            new(LevelKind.Assurance, VisibleText.Of(names), VisibleText.Of(level)),
        EventTypes.DeviceComplianceChange when told.Said.Text("current_status", Longest) is SignalledLevel.Compliant or SignalledLevel.NotCompliant =>
            new(LevelKind.Compliance, ScopeOf(told, "DEVICE"), told.Said.Text("current_status", Longest)!),
        _ => null,
    };

    // A good device must not speak for a bad one of the same person, nor one session for another.
    private static string ScopeOf(SecurityEvent told, string principal)
    {
        var of = new StringBuilder(VisibleText.Of(principal));
        foreach (var part in new[] { "device", "session" })
        {
            if (told.Subject.Text("format", 32) == "complex" && told.Subject.TryGetProperty(part, out var named))
            {
                of.Append(' ').Append(part).Append(' ').Append(Base64UrlText.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(named)))));
            }
        }

        return of.ToString();
    }

    // The same identifier with its members in another order is the same.
    private static string Canonical(JsonElement json) => json.ValueKind == JsonValueKind.Object
        ? "{" + string.Join(',', json.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => JsonEncodedText.Encode(m.Name) + ":" + Canonical(m.Value))) + "}"
        : json.ValueKind == JsonValueKind.String ? "\"" + JsonEncodedText.Encode(json.GetString()!) + "\"" : json.GetRawText();
}
