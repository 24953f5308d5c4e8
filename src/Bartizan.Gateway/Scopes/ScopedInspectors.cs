using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Gateway.Configuration;
using Bartizan.Guard;
using Bartizan.Guard.Contracts;
using Bartizan.Guard.Languages;

namespace Bartizan.Gateway.Scopes;

/// <summary>What looks into the text of some exchanges only: compiled from <see cref="GatewayOptions"/>, immutable. Of each kind the first entry counts that covers the exchange.</summary>
public sealed class ScopedInspectors(GatewayOptions options)
{
    private readonly (ExchangeScope Scope, IInspector? Inspector)[] _contracts = [.. options.Contracts.Select(c => (c.For, (IInspector?)new ContractInspector(c.Schema)))];

    private readonly (ExchangeScope Scope, IInspector? Inspector)[] _asked =
        [.. options.Languages.Select(l => (l.For, (IInspector?)new LanguageInspector(l.Allowed, SegmentRole.User)))];

    private readonly (ExchangeScope Scope, IInspector? Inspector)[] _said =
        [.. options.Languages.Select(l => (l.For, (IInspector?)(l.Answers ? new LanguageInspector(l.Allowed, SegmentRole.Assistant) : null)))];

    /// <summary>What looks into a request of this agent: <paramref name="guard"/>, and what is for such exchanges.</summary>
    public GuardEngine ForRequest(GuardEngine guard, Principal principal, string model) => With(guard, Find(_asked, principal, model));

    /// <summary>The same for the answer.</summary>
    public GuardEngine ForAnswer(GuardEngine guard, Principal principal, string model) =>
        With(With(guard, Find(_contracts, principal, model)), Find(_said, principal, model));

    private static GuardEngine With(GuardEngine guard, IInspector? inspector) => inspector is null ? guard : guard.With(inspector);

    private static IInspector? Find((ExchangeScope Scope, IInspector? Inspector)[] entries, Principal principal, string model)
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
