using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Pipeline;
using Bartizan.Guard.Taint;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Policies;

/// <summary>What policies can read of a proposed tool call beside its labels: whose words may be behind it, and what it could carry where.</summary>
internal static class CallContext
{
    private static readonly CedarString[] Names = [.. Enum.GetNames<Origin>().Select(n => new CedarString(n.ToLowerInvariant()))];

    public static KeyValuePair<string, CedarValue>[] Of(Exchange exchange, ProposedToolCall call)
    {
        var conversation = exchange.Conversation ??= ConversationOf(exchange);
        var trace = conversation.Trace(exchange.Masking?.Reveal(call.Arguments) ?? call.Arguments);
        return
        [
            new("tool", new CedarString(call.Name)),
            new("model", new CedarString(exchange.Request!.Model)),
            new("untrusted", CedarBool.Of(conversation.HasUntrusted)),
            new("privateData", CedarBool.Of(conversation.HasPrivate)),
            new("canSend", CedarBool.Of(call.RunsUpstream || trace.HasUrl || exchange.Snapshot.Routes.Tools.ActsOutward(call.Name))),
            new("origins", new CedarRecord(trace.Arguments.Select(a => KeyValuePair.Create(a.Name, (CedarValue)Names[(int)a.Origin])))),
            new("userArguments", SetOf(trace, static a => a.Origin == Origin.User)),
            new("userTargets", SetOf(trace, static a => a is { Origin: Origin.User, IsTarget: true })),
            new("untrustedArguments", SetOf(trace, static a => a.IsUntrusted)),
            new("untrustedTargets", SetOf(trace, static a => a.IsUntrusted && a.IsTarget)),
            new("privateArguments", SetOf(trace, static a => a.CarriesPrivate)),
        ];
    }

    private static CedarSet SetOf(CallTrace trace, Func<ArgumentOrigin, bool> which) => CedarSet.OfStrings([.. trace.Arguments.Where(which).Select(a => a.Name)]);

    private static Conversation ConversationOf(Exchange exchange)
    {
        var request = exchange.Request!;
        var tools = exchange.Snapshot.Routes.Tools;
        var sensitive = exchange.Inspection.Findings
            .Where(f => Finding.LabelMatches(f.Label, "pii.*") || Finding.LabelMatches(f.Label, "secret.*"))
            .Select(f => f.Segment).ToHashSet();
        return Conversation.Of(request.Segments, segment => sensitive.Contains(segment) || tools.ReturnsPrivate(request.ToolOf(segment)), request.HidesContext);
    }
}
