using System.Collections.Concurrent;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Gateway.Configuration;
using Bartizan.Guard;
using Bartizan.Guard.Contracts;
using Bartizan.Guard.Languages;

namespace Bartizan.Gateway.Scopes;

/// <summary>
/// What looks into the text of some exchanges only: compiled from <see cref="GatewayOptions"/>. Of each kind the first entry counts that covers the exchange.
/// An engine is made the first time that an exchange needs it and kept, so that it remembers texts; there are no more than guards and entries combine.
/// </summary>
public sealed class ScopedInspectors(GatewayOptions options)
{
    private readonly (ExchangeScope Scope, IInspector? Inspector)[] _contracts = [.. options.Contracts.Select(c => (c.For, (IInspector?)new ContractInspector(c.Schema)))];

    private readonly (ExchangeScope Scope, IInspector? Inspector)[] _asked =
        [.. options.Languages.Select(l => (l.For, (IInspector?)new LanguageInspector(l.Allowed, SegmentRole.User)))];

    private readonly (ExchangeScope Scope, IInspector? Inspector)[] _said =
        [.. options.Languages.Select(l => (l.For, (IInspector?)(l.Answers ? new LanguageInspector(l.Allowed, SegmentRole.Assistant) : null)))];

    private readonly ConcurrentDictionary<(GuardEngine Guard, IInspector Inspector), GuardEngine> _engines = new();

    /// <summary>What looks into a request of this agent: <paramref name="guard"/>, and what is for such exchanges.</summary>
    public GuardEngine ForRequest(GuardEngine guard, Principal principal, string model) => With(guard, Find(_asked, principal, model));

    /// <summary>The same for the answer.</summary>
    public GuardEngine ForAnswer(GuardEngine guard, Principal principal, string model) =>
        With(With(guard, Find(_contracts, principal, model)), Find(_said, principal, model));

    private GuardEngine With(GuardEngine guard, IInspector? inspector) =>
        inspector is null ? guard : _engines.GetOrAdd((guard, inspector), static key => key.Guard.With(key.Inspector));

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
