using System.Text;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Forwarding;

/// <summary>
/// In which order the upstreams of a model are asked: by weight where one has a weight, else as written. Where what a provider keeps is or may be
/// referred to, an agent always begins at the same one, so that it finds what it left there.
/// </summary>
internal sealed class UpstreamOrder
{
    // Multiples of this number spread evenly however many of them are taken: the golden ratio of 32 bits.
    private const uint Golden = 2_654_435_769;

    private uint _ticket;

    /// <summary>Puts them in order. Those that a reference binds to one are cut to that one.</summary>
    public IReadOnlyList<Upstream> Of(Exchange exchange)
    {
        var serving = exchange.Upstreams;
        if (serving.Count == 1)
        {
            return serving;
        }

        var refers = Refers(exchange);
        var sticky = refers || exchange.Route.KeepsState;
        var first = First(serving, sticky ? Hash(exchange.Principal!.AgentId) : Interlocked.Add(ref _ticket, Golden));
        return refers ? [first] : [first, .. serving.Where(u => u != first)];
    }

    private static Upstream First(IReadOnlyList<Upstream> serving, uint draw)
    {
        var total = serving.Sum(u => (long)u.Weight);
        var place = (long)(((ulong)draw * (ulong)total) >> 32);
        foreach (var upstream in serving)
        {
            if ((place -= upstream.Weight) < 0)
            {
                return upstream;
            }
        }

        return serving[0];
    }

    // Files are named deep inside messages; a search over the bytes finds them in every dialect, and what it finds for nothing only costs fail-over.
    private static bool Refers(Exchange exchange) =>
        exchange.Request!.HidesContext
        || exchange.Outgoing.Span.IndexOf("\"file_id\""u8) >= 0
        || exchange.Outgoing.Span.IndexOf("\"fileUri\""u8) >= 0
        || exchange.Outgoing.Span.IndexOf("\"file_uri\""u8) >= 0;

    // FNV-1a with a last stir: the same on every machine and after every start.
    private static uint Hash(string text)
    {
        var hash = 2_166_136_261;
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ unit) * 16_777_619);
        }

        hash = unchecked((hash ^ (hash >> 16)) * 2_246_822_507);
        return hash ^ (hash >> 13);
    }
}
