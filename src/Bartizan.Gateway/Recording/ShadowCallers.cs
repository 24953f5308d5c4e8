using System.Buffers;
using Bartizan.Core.Content;
using Bartizan.Core.Identity.Registry;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Recording;

/// <summary>Says of a caller who is let in by nothing what can be known of it without keeping what it showed.</summary>
internal sealed class ShadowCallers(IContentProtector content, IShadowWatch? watch = null)
{
    private const int LongestDigested = 4_096;

    // What keys of the providers begin with; the longer before the shorter.
    private static readonly string[] ProviderForms =
        ["sk-ant-", "sk-proj-", "sk-svcacct-", "sk-or-", "sk-", "AIza", "gsk_", "xai-", "hf_", "r8_", "nvapi-", "pplx-", "AKIA", "ASIA", "ya29.", "ABSK"];

    private static readonly SearchValues<char> KeyIdCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");

    /// <summary>Notes one.</summary>
    /// <param name="http">Its request.</param>
    /// <param name="dialect">What it spoke.</param>
    /// <param name="shown">What it showed: a key, a token or an access key id; null for nothing.</param>
    public void See(HttpContext http, string dialect, string? shown)
    {
        if (watch is null)
        {
            return;
        }

        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        var (kind, mark, form) = Describe(shown, address);
        watch.See(new(kind, mark, form, address, http.Request.Headers.UserAgent.ToString(), dialect));
    }

    private (ShadowKind Kind, string Mark, string Form) Describe(string? shown, string address) => shown switch
    {
        null => (ShadowKind.Nothing, address, ""),
        // The public part of our own keys: btz_<key id>_<secret>, BTZA….
        _ when shown.Length == 75 && shown.StartsWith("btz_", StringComparison.Ordinal) && shown[16] == '_' && !shown.AsSpan(4, 12).ContainsAnyExcept(KeyIdCharacters)
            => (ShadowKind.Key, shown[4..16], "btz_…"),
        _ when shown.Length == 20 && shown.StartsWith("BTZA", StringComparison.Ordinal) && shown.All(char.IsAsciiLetterOrDigit) => (ShadowKind.AccessKey, shown, "BTZA…"),
        _ when shown.StartsWith("eyJ", StringComparison.Ordinal) => (ShadowKind.Token, DigestOf(shown), "JWT"),
        _ => (ShadowKind.ProviderKey, DigestOf(shown), Array.Find(ProviderForms, f => shown.StartsWith(f, StringComparison.Ordinal)) is { } form ? form + "…" : "…"),
    };

    private string DigestOf(string shown) => content.Digest(shown.AsSpan(0, Math.Min(shown.Length, LongestDigested)))[..32];
}
