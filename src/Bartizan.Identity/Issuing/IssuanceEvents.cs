using System.Buffers;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Ids;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing;

/// <summary>What is recorded of tokens: everything that they say, and never the token.</summary>
internal sealed class IssuanceEvents(IIdSource ids, TimeProvider clock)
{
    private const string Source = "identity";

    /// <summary>A token is issued.</summary>
    public EventRecord Issued(AccessToken token, IssuanceQuestion question) => Record("identity.token-issued", json =>
    {
        json.WriteString("client", question.Client.Id);
        json.WriteString("name", question.Client.Agent.Name);
        json.WriteString("grant", question.Grant);
        WriteToken(json, token);
    });

    /// <summary>A token was refused.</summary>
    /// <param name="client">The client, once it proved who it is; else null.</param>
    /// <param name="grant">The grant, when it is one of ours.</param>
    /// <param name="subject">The token that was to be exchanged, when it counts.</param>
    /// <param name="error">Why.</param>
    public EventRecord Refused(string? client, string? grant, AccessToken? subject, OAuthError error) => Record("identity.token-refused", json =>
    {
        WriteWhere(json, "client", client);
        WriteWhere(json, "grant", grant);
        WriteWhere(json, "subjectToken", subject?.Id);
        WriteWhere(json, "transaction", subject?.Transaction);
        json.WriteString("error", error.Code);
        json.WriteString("reason", error.Description);
        WriteWhere(json, "detail", error.Recorded);
    });

    /// <summary>How many refusals of strangers were only counted.</summary>
    public EventRecord Counted(long count) => Record("identity.refusals", json =>
    {
        json.WriteString("reason", "unknown_client");
        json.WriteNumber("count", count);
    });

    /// <summary>A token was ended.</summary>
    public EventRecord Revoked(AccessToken token, string by) => Record("identity.token-revoked", json =>
    {
        json.WriteString("by", by);
        json.WriteString("token", token.Id);
        json.WriteString("transaction", token.Transaction);
        json.WriteString("subject", token.Subject);
    });

    private static void WriteToken(Utf8JsonWriter json, AccessToken token)
    {
        json.WriteString("token", token.Id);
        json.WriteString("transaction", token.Transaction);
        json.WriteString("subject", token.Subject);
        Write(json, "actors", token.Actors);
        json.WriteString("audience", token.Audience);
        Write(json, "scopes", token.Scopes);
        if (token.Authority is { } authority)
        {
            Write(json, "models", authority.Models);
            Write(json, "tools", authority.Tools);
        }

        if (token.Mandates.Count > 0)
        {
            MandateDetails.WriteClaim(json, token.Mandates);
        }

        Write(json, "parents", token.Parents);
        WriteWhere(json, "key", token.KeyThumbprint);
        WriteWhere(json, "certificate", token.CertificateThumbprint);
        json.WriteString("expires", token.Expires);
    }

    private static void WriteWhere(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private EventRecord Record(string kind, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return new EventRecord { Id = ids.NewId("evt"), Time = clock.GetUtcNow(), Source = Source, Kind = kind, Json = buffer.WrittenSpan.ToArray() };
    }
}
