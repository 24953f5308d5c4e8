using System.Buffers;
using System.Text;
using Bartizan.Core.Identity.Registry;
using Bartizan.Identity.Http;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Registry;

/// <summary>Notes clients of the authorization server that are not known, or do not prove who they are.</summary>
internal sealed class ShadowClients(IShadowWatch? watch = null)
{
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");

    private const int LongestHeader = 1_024;

    /// <summary>Notes one.</summary>
    public void See(HttpContext http, OAuthForm form)
    {
        if (watch is null)
        {
            return;
        }

        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        var named = form["client_id"] ?? BasicName(http.Request.Headers.Authorization.ToString()) ?? "";
        // Whatever is no id of ours may be anything, a secret in the wrong place too: it is not kept.
        var isOurs = named.Length is > 4 and <= 40 && named.StartsWith("agt_", StringComparison.Ordinal) && named.AsSpan(4).IndexOfAnyExcept(IdCharacters) < 0;
        watch.See(new(ShadowKind.OAuthClient, isOurs ? named : address, isOurs ? "agt_…" : "", address, http.Request.Headers.UserAgent.ToString(), "oauth"));
    }

    private static string? BasicName(string header)
    {
        const string Scheme = "Basic ";
        var bytes = new byte[header.Length];
        return header.Length <= LongestHeader && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var length)
            ? Encoding.Latin1.GetString(bytes, 0, length).Split(':', 2)[0]
            : null;
    }
}
