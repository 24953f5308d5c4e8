using System.Text.Json;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Signals.Receiving;

/// <summary>What a transmitter answers that is asked for tokens (RFC 8936 §2.4).</summary>
/// <param name="Sets">The tokens by their ids.</param>
/// <param name="More">Whether it has more.</param>
internal sealed record PollAnswer(IReadOnlyList<(string Id, string Token)> Sets, bool More)
{
    /// <summary>Reads one; null when it is none, or has more tokens than were asked for.</summary>
    public static PollAnswer? Read(ReadOnlySpan<byte> utf8, int most)
    {
        if (StrictJson.Object(utf8) is not { } json)
        {
            return null;
        }

        var more = json.TryGetProperty("moreAvailable", out var said) && said.ValueKind == JsonValueKind.True;
        if (!json.TryGetProperty("sets", out var sets))
        {
            return new([], more);
        }

        return sets.ValueKind == JsonValueKind.Object && sets.GetPropertyCount() <= most && sets.EnumerateObject().All(s => s.Value.ValueKind == JsonValueKind.String)
            ? new([.. sets.EnumerateObject().Select(s => (s.Name, s.Value.GetString()!))], more)
            : null;
    }
}
