using System.Text.Json;
using Bartizan.Core.Budgets;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Issuing;

/// <summary>
/// The type of <c>authorization_details</c> (RFC 9396) that speaks of mandates:
/// <c>{"type":"bartizan_mandate","purpose":"refund order 17","limits":["20 requests","2.50 USD"],"depth":1,"expires_in":3600}</c>, or with <c>mandate</c> alone
/// the one to go on with.
/// </summary>
internal static class MandateDetails
{
    /// <summary>The value of <c>type</c>.</summary>
    public const string Type = "bartizan_mandate";

    private const int LongestId = 64;

    /// <summary>Reads the object; null when it is not exactly that.</summary>
    public static MandateWish? Read(JsonElement detail)
    {
        if (detail.Has("mandate"))
        {
            return detail.EnumerateObject().Count() == 2 && detail.Text("mandate", LongestId) is { } id ? new MandateWish(id, new MandateTerms()) : null;
        }

        return detail.EnumerateObject().All(p => p.Name is "type" or "purpose" or "limits" or "depth" or "expires_in")
            && TryPurpose(detail, out var purpose)
            && Limits(detail) is { } limits
            && TryNumber(detail, "depth", 0, MandateTerms.MaxDepth, out var depth)
            && TryNumber(detail, "expires_in", 1, (long)MandateTerms.LongestLife.TotalSeconds, out var life)
            ? new MandateWish(null, new MandateTerms
            {
                Purpose = purpose,
                Limits = limits,
                Depth = (int?)depth,
                Life = life is { } seconds ? TimeSpan.FromSeconds(seconds) : MandateTerms.UsualLife,
            })
            : null;
    }

    /// <summary>Writes the mandate that a token stands under, as its client is told of it.</summary>
    public static void Write(Utf8JsonWriter json, Mandate mandate, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("type", Type);
        json.WriteString("mandate", mandate.Id);
        WriteTerms(json, mandate);
        json.WriteNumber("expires_in", (long)(mandate.Until - now).TotalSeconds);
        json.WriteEndObject();
    }

    /// <summary>Writes the claim <c>mandates</c>, our own: an array of those that a token stands under, its own first.</summary>
    public static void WriteClaim(Utf8JsonWriter json, IReadOnlyList<Mandate> mandates)
    {
        json.WriteStartArray("mandates");
        foreach (var mandate in mandates)
        {
            json.WriteStartObject();
            json.WriteString("id", mandate.Id);
            WriteTerms(json, mandate);
            json.WriteNumber("exp", mandate.Until.ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads that claim; null when it is not exactly that. Empty where there is none.</summary>
    public static IReadOnlyList<Mandate>? ReadClaim(JsonElement claims)
    {
        if (!claims.TryGetProperty("mandates", out var array))
        {
            return [];
        }

        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() is 0 or > Mandate.MaxPath)
        {
            return null;
        }

        var mandates = new List<Mandate>();
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object
                || item.Text("id", LongestId) is not { } id
                || item.Time("exp") is not { } until
                || !TryPurpose(item, out var purpose)
                || Limits(item) is not { } limits
                || !TryNumber(item, "depth", 0, MandateTerms.MaxDepth, out var depth))
            {
                return null;
            }

            mandates.Add(new Mandate { Id = id, Purpose = purpose, Limits = limits, Depth = (int?)depth, Until = until });
        }

        return mandates;
    }

    private static void WriteTerms(Utf8JsonWriter json, Mandate mandate)
    {
        if (mandate.Purpose is { } purpose)
        {
            json.WriteString("purpose", purpose);
        }

        if (mandate.Limits.Count > 0)
        {
            json.WriteStartArray("limits");
            foreach (var limit in mandate.Limits)
            {
                json.WriteStringValue(limit.ToString());
            }

            json.WriteEndArray();
        }

        if (mandate.Depth is { } depth)
        {
            json.WriteNumber("depth", depth);
        }
    }

    private static bool TryPurpose(JsonElement json, out string? purpose)
    {
        purpose = json.Text("purpose", MandateTerms.MaxPurpose);
        return !json.Has("purpose") || (purpose is not null && MandateTerms.IsPurpose(purpose));
    }

    private static BudgetAmount[]? Limits(JsonElement json)
    {
        if (!json.TryGetProperty("limits", out var list))
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MandateTerms.MaxLimits)
        {
            return null;
        }

        var limits = list.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? BudgetAmount.Parse(e.GetString()!) : null).ToList();
        BudgetAmount[] sound = [.. limits.OfType<BudgetAmount>()];
        return sound.Length == limits.Count && MandateTerms.AreLimits(sound) ? sound : null;
    }

    private static bool TryNumber(JsonElement json, string name, long least, long most, out long? number)
    {
        number = null;
        if (!json.TryGetProperty(name, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var read) || read < least || read > most)
        {
            return false;
        }

        number = read;
        return true;
    }
}
