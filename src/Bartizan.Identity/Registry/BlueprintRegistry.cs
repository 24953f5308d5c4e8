using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Results;
using Bartizan.Policy.Schema;

namespace Bartizan.Identity.Registry;

/// <summary>Registers blueprints that hold to every rule.</summary>
public sealed class BlueprintRegistry(IRegistryStore store, TimeProvider clock)
{
    /// <summary>Adds a blueprint, or the next version of the one that has its name. Throws <see cref="InputException"/> naming everything that is wrong.</summary>
    /// <param name="draft">The blueprint.</param>
    /// <param name="schema">What policies can read at the gateway.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    public async ValueTask<Blueprint> AddAsync(BlueprintDraft draft, PolicySchema schema, string by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var errors = BlueprintCheck.Check(draft, schema, now).ToList();
        var (owner, sponsor) = (await store.HasAccountAsync(draft.Owner, cancellationToken), await store.HasAccountAsync(draft.Sponsor, cancellationToken));
        if (errors.Count > 0 || !owner || !sponsor)
        {
            throw Wrong(errors, owner, sponsor);
        }

        var added = await store.AddBlueprintAsync(
            new Blueprint
            {
                Id = "",
                Name = draft.Name,
                Version = 0,
                Owner = draft.Owner,
                Sponsor = draft.Sponsor,
                Code = draft.Code,
                Uses = draft.Models is null && draft.Tools is null ? null : new TokenAuthority(draft.Models ?? [], draft.Tools ?? []),
                Ceiling = draft.Ceiling,
                Depth = draft.Depth,
                Lifetime = draft.Lifetime,
                ReviewDays = (int)draft.Review!.Value.TotalDays,
                Expires = draft.Expires!.Value,
                Created = now,
                By = by,
                Reviewed = now,
            },
            cancellationToken);
        return added.Blueprint ?? throw Wrong([], added.OwnerIsLive, added.SponsorIsLive);
    }

    private static InputException Wrong(List<InputError> errors, bool owner, bool sponsor) => new(
    [
        .. errors,
        .. owner ? [] : NoAccount("owner"),
        .. sponsor ? [] : NoAccount("sponsor"),
    ]);

    private static InputError[] NoAccount(string setting) =>
        [new InputError($"{setting}: There is no console account of this name that is not disabled.", "The console's page People lists accounts.")];
}
