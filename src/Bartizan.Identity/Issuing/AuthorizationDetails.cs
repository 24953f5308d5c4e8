using System.Text;
using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Issuing;

/// <summary>The parameter <c>authorization_details</c> (RFC 9396): an array of one or two objects, each of another type that is understood here.</summary>
/// <param name="Use">Models and tools (<see cref="UseDetails"/>); null where nothing is said of them.</param>
/// <param name="Mandate">The mandate (<see cref="MandateDetails"/>); null where nothing is said of one.</param>
internal sealed record AuthorizationDetails(TokenAuthority? Use, MandateWish? Mandate)
{
    /// <summary>Most characters of the parameter.</summary>
    public const int MaxLength = 16_384;

    /// <summary>The types that are understood.</summary>
    public static readonly string[] Types = [UseDetails.Type, MandateDetails.Type];

    /// <summary>Reads the parameter; null when it is not exactly that.</summary>
    public static AuthorizationDetails? Parse(string text) =>
        text.Length <= MaxLength && StrictJson.Parse(Encoding.UTF8.GetBytes(text)) is { } json ? Read(json) : null;

    /// <summary>Reads the array; null when it is not exactly that.</summary>
    public static AuthorizationDetails? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() is not (1 or 2))
        {
            return null;
        }

        var details = new AuthorizationDetails(null, null);
        foreach (var detail in json.EnumerateArray())
        {
            var type = detail.ValueKind == JsonValueKind.Object ? detail.Text("type") : null;
            if (type == UseDetails.Type && details.Use is null && UseDetails.Read(detail) is { } use)
            {
                details = details with { Use = use };
            }
            else if (type == MandateDetails.Type && details.Mandate is null && MandateDetails.Read(detail) is { } mandate)
            {
                details = details with { Mandate = mandate };
            }
            else
            {
                return null;
            }
        }

        return details;
    }

    /// <summary>Writes what was given, where anything was.</summary>
    /// <param name="json">Where the parameter belongs.</param>
    /// <param name="use">Models and tools.</param>
    /// <param name="mandate">The mandate.</param>
    /// <param name="now">The moment from which its life is told.</param>
    public static void Write(Utf8JsonWriter json, TokenAuthority? use, Mandate? mandate, DateTimeOffset now)
    {
        if (use is null && mandate is null)
        {
            return;
        }

        json.WriteStartArray("authorization_details");
        if (use is not null)
        {
            UseDetails.Write(json, use);
        }

        if (mandate is not null)
        {
            MandateDetails.Write(json, mandate, now);
        }

        json.WriteEndArray();
    }
}
