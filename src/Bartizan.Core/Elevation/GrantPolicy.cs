using System.Globalization;

namespace Bartizan.Core.Elevation;

/// <summary>The Cedar policy of a grant, linked from one template: this principal, this action, this resource, and only for the call with this digest, for this chain and until then.</summary>
public static class GrantPolicy
{
    /// <summary>The policy. What is filled in is ids, digests, Cedar's own spelling of a resource and times: none of it can break out of its place.</summary>
    public static string Of(string id, AccessRequest request, DateTimeOffset ends)
    {
        if (!IsPlain(request.Agent.Id) || !IsPlain(request.Action) || !request.Chain.All(m => IsPlain(m.Id)))
        {
            throw new ArgumentException("An agent, an action or one of the chain has no id that could stand in a policy.", nameof(request));
        }

        var end = ends.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $$"""
            @id("{{id}}") @request("{{request.Id}}")
            permit (principal == Agent::"{{request.Agent.Id}}", action == Action::"{{request.Action}}", resource == {{request.Resource}})
            when { context.call == "{{request.Digest}}" && context.chain == "{{ChainOf(request.Chain)}}" && context.time < datetime("{{end}}") };
            """;
    }

    /// <summary>A chain as the policy compares it: ids in order, the nearest first.</summary>
    public static string ChainOf(IEnumerable<ChainMember> chain) => string.Join(' ', chain.Select(m => m.Id));

    private static bool IsPlain(string id) => !id.AsSpan().ContainsAny('"', '\\', '\n');
}
