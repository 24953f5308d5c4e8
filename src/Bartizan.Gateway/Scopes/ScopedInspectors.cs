using Bartizan.Core.Identity;
using Bartizan.Gateway.Configuration;
using Bartizan.Guard;
using Bartizan.Guard.Contracts;

namespace Bartizan.Gateway.Scopes;

/// <summary>What looks into the text of some exchanges only: compiled from <see cref="GatewayOptions"/>, immutable. Of each kind the first entry counts that covers the exchange.</summary>
public sealed class ScopedInspectors(GatewayOptions options)
{
    private readonly (ExchangeScope Scope, IInspector Inspector)[] _contracts = [.. options.Contracts.Select(c => (c.For, (IInspector)new ContractInspector(c.Schema)))];

    /// <summary>What looks into an answer to this agent: <paramref name="guard"/>, and what is for such exchanges.</summary>
    public GuardEngine ForAnswer(GuardEngine guard, Principal principal, string model) =>
        Find(_contracts, principal, model) is { } contract ? guard.With(contract) : guard;

    private static IInspector? Find((ExchangeScope Scope, IInspector Inspector)[] entries, Principal principal, string model)
    {
        foreach (var (scope, inspector) in entries)
        {
            if (scope.Covers(principal, model))
            {
                return inspector;
            }
        }

        return null;
    }
}
