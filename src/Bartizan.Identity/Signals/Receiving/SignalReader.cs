using System.Text.Json;
using Bartizan.Core.Signals;
using Bartizan.Core.Text;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Signals.Receiving;

/// <summary>What an event that was believed means here.</summary>
internal static class SignalReader
{
    private const int LongestReason = 500;
    private const int LongestDetail = 64;

    // Members of CAEP and RISC events whose values are words of the standards.
    private static readonly string[] Details =
    [
        "change_type", "credential_type", "initiating_entity", "previous_level", "current_level", "change_direction", "namespace", "previous_status", "current_status", "principal", "reason",
    ];

    private static readonly string[] StreamStatuses = ["enabled", "paused", "disabled"];

    /// <summary>Reads one; null, and what is wrong, for an event about the stream that says nothing.</summary>
    public static (ReceivedSignal? Signal, SetError? Error) Read(SecurityEvent told, SignalSource source)
    {
        var status = told.Type == EventTypes.StreamUpdated ? told.Said.Text("status", 16) : null;
        if (told.Type == EventTypes.StreamUpdated && !StreamStatuses.Contains(status))
        {
            return (null, SetError.Invalid("A stream is enabled, paused or disabled."));
        }

        return (new ReceivedSignal
        {
            Source = source.Options.Name,
            Issuer = source.Options.Issuer,
            Id = told.Id,
            Issued = told.Issued,
            Event = told.Type,
            Subjects = SubjectReader.Read(told.Subject, source.Provider.Issuer, source.Options.Emails),
            Effect = EffectOf(told),
            Level = LevelReader.Read(told),
            Reason = Reason(told.Said),
            Details = Details.Where(d => told.Said.Text(d, LongestDetail) is not null).ToDictionary(d => d, d => VisibleText.Of(told.Said.Text(d, LongestDetail)!)),
            Verifies = told.Type == EventTypes.Verification,
            StreamStatus = status,
        }, null);
    }

    private static SignalEffect EffectOf(SecurityEvent told) => told.Type switch
    {
        // A further credential takes nothing from those that sessions began by.
        EventTypes.CredentialChange => told.Said.Text("change_type", LongestDetail) == "create" ? SignalEffect.None : SignalEffect.EndSessions,
        EventTypes.SessionRevoked or EventTypes.SessionsRevoked or EventTypes.CredentialChangeRequired or EventTypes.CredentialCompromise => SignalEffect.EndSessions,
        EventTypes.AccountDisabled or EventTypes.AccountPurged => SignalEffect.DisableAccount,
        _ => SignalEffect.None,
    };

    // reason_admin is a map of languages (CAEP 1.0 §2), in older drafts a text; reason is that of a stream.
    private static string? Reason(JsonElement said)
    {
        var text = said.TryGetProperty("reason_admin", out var reason) && reason.ValueKind == JsonValueKind.Object
            ? reason.EnumerateObject().Where(l => l.Value.ValueKind == JsonValueKind.String).OrderBy(l => l.Name != "en").Select(l => l.Value.GetString()).FirstOrDefault()
            : said.Text("reason_admin", LongestReason) ?? said.Text("reason", LongestReason);
        return text is { Length: > 0 } ? VisibleText.Of(text.Length > LongestReason ? text[..LongestReason] : text) : null;
    }
}
