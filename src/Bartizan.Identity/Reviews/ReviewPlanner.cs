using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Tools;

namespace Bartizan.Identity.Reviews;

/// <summary>Finds what a campaign asks about, whom it asks, and what they should know before they answer.</summary>
public sealed class ReviewPlanner(
    IReviewStore reviews, IRegistryStore registry, IAgentStore agents, IIdentityStore identity, IConsentStore consents, IToolPinStore tools, IPermissionUses uses)
{
    /// <summary>The items, without ids.</summary>
    public async ValueTask<IReadOnlyList<ReviewItem>> PlanAsync(CampaignDraft draft, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var working = (await agents.ListAsync(cancellationToken)).Where(a => a.Revoked is null).ToList();
        var blueprints = (await registry.BlueprintsAsync(cancellationToken)).Where(b => b.Retired is null).ToList();
        var from = now - draft.Window;
        var watched = await uses.WatchedSinceAsync(cancellationToken) ?? now;
        var scene = new Scene(
            draft,
            watched > from ? watched : from,
            (await identity.PeopleAsync(cancellationToken)).ToDictionary(p => p.Id, StringComparer.Ordinal),
            (await tools.ListAsync(cancellationToken)).ToDictionary(p => $"{p.Server}/{p.Name}", StringComparer.Ordinal),
            (await uses.UsesAsync([.. working.Select(a => a.Id)], from, cancellationToken)).ToLookup(u => u.Agent, StringComparer.Ordinal),
            blueprints,
            working);

        var items = new List<ReviewItem>();
        foreach (var blueprint in blueprints.Where(b => draft.Blueprints.Count == 0 || draft.Blueprints.Contains(b.Name, StringComparer.Ordinal)))
        {
            await AddEntriesAsync(items, scene, blueprint, cancellationToken);
        }

        foreach (var agent in working.Where(a => draft.Blueprints.Count == 0 || (a.Blueprint is { } b && draft.Blueprints.Contains(b.Name, StringComparer.Ordinal))))
        {
            await AddAgentAsync(items, scene, agent, cancellationToken);
        }

        foreach (var person in scene.People.Values.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            await AddConsentsAsync(items, scene, person, cancellationToken);
        }

        return items;
    }

    private async ValueTask AddEntriesAsync(List<ReviewItem> items, Scene scene, Blueprint blueprint, CancellationToken cancellationToken)
    {
        if (blueprint.Uses is not { } lists || !(scene.Asks(ReviewKind.Model) || scene.Asks(ReviewKind.Tool)))
        {
            return;
        }

        var versions = await registry.VersionsAsync(blueprint.Id, cancellationToken);
        var of = scene.Agents.Where(a => a.Blueprint?.Id == blueprint.Id).ToList();
        var used = new UsedNames(of.SelectMany(a => scene.Uses[a.Id]));
        foreach (var (kind, entries) in new[] { (ReviewKind.Model, lists.Models), (ReviewKind.Tool, lists.Tools) })
        {
            foreach (var entry in scene.Asks(kind) ? entries : [])
            {
                var subject = new ReviewSubject(kind, blueprint.Id, blueprint.Name, entry);
                var given = versions.TakeWhile(v => EntriesOf(v, kind)?.Contains(entry) == true).Last();
                var evidence = Evidence(scene.From, used.Under(kind, entry)) with
                {
                    Agents = of.Count,
                    AgentsThatUsed = used.Under(kind, entry).Select(n => n.Use.Agent).Distinct().Count(),
                    Peers = scene.Blueprints.Count(b => b.Id != blueprint.Id && EntriesOf(b, kind)?.Contains(entry) == true),
                    PeersInAll = scene.Blueprints.Count - 1,
                    GivenBy = given.By,
                    Given = given.Created,
                    Notes = [.. kind == ReviewKind.Tool ? ToolNotes(scene, entry, given.Created) : []],
                };
                await AddAsync(items, scene, subject, evidence, [blueprint.Sponsor, blueprint.Owner], cancellationToken);
            }
        }
    }

    private ValueTask AddAgentAsync(List<ReviewItem> items, Scene scene, Agent agent, CancellationToken cancellationToken)
    {
        if (!scene.Asks(ReviewKind.Agent))
        {
            return ValueTask.CompletedTask;
        }

        var peers = scene.Agents.Count(a => a.Id != agent.Id && a.Blueprint?.Id == agent.Blueprint?.Id);
        var evidence = Evidence(scene.From, new UsedNames(scene.Uses[agent.Id]).All) with
        {
            Agents = 1,
            AgentsThatUsed = scene.Uses[agent.Id].Any() ? 1 : 0,
            Peers = scene.Agents.Count(a => a.Id != agent.Id && a.Blueprint?.Id == agent.Blueprint?.Id && scene.Uses[a.Id].Any()),
            PeersInAll = peers,
            GivenBy = agent.Owner,
            Given = agent.Created,
            Notes = agent.Blueprint is { } blueprint ? blueprint.Uses is null ? [$"Its blueprint {blueprint.Mark} has no lists: it may use whatever policy allows."] : []
                : ["It has no blueprint: it may do whatever policy allows."],
        };
        string?[] reviewers = agent.Blueprint is { } of ? [of.Sponsor, of.Owner] : [agent.Owner];
        return AddAsync(items, scene, new ReviewSubject(ReviewKind.Agent, agent.Id, agent.Name, ""), evidence, reviewers, cancellationToken);
    }

    private async ValueTask AddConsentsAsync(List<ReviewItem> items, Scene scene, Person person, CancellationToken cancellationToken)
    {
        if (!scene.Asks(ReviewKind.Consent) || scene.Draft.Blueprints.Count > 0)
        {
            return;
        }

        foreach (var given in (await consents.ConsentsAsync(person.Id, cancellationToken)).GroupBy(c => c.Agent, StringComparer.Ordinal))
        {
            var agent = scene.Agents.FirstOrDefault(a => a.Id == given.Key);
            var evidence = Evidence(scene.From, new UsedNames(scene.Uses[given.Key]).All) with
            {
                Agents = 1,
                AgentsThatUsed = scene.Uses[given.Key].Any() ? 1 : 0,
                GivenBy = person.Name,
                Given = given.Min(c => c.Created),
                Notes = [.. given.Select(c => $"Lets it use {c.Use.Resource}{(c.Use.Scopes.Count == 0 ? "" : " with " + string.Join(", ", c.Use.Scopes))}{(c.Use.Renews ? ", also while away" : "")}."),
                    "Uses are counted for the agent, whomever it acted for."],
            };
            await AddAsync(items, scene, new ReviewSubject(ReviewKind.Consent, given.Key, agent?.Name ?? given.Key, person.Id), evidence, [person.Name], cancellationToken);
        }
    }

    private async ValueTask AddAsync(
        List<ReviewItem> items, Scene scene, ReviewSubject subject, ReviewEvidence evidence, IEnumerable<string?> reviewers, CancellationToken cancellationToken)
    {
        if ((scene.Draft.OnlyUnused && evidence.Uses > 0) || scene.Draft.About?.Invoke(subject, evidence) == false)
        {
            return;
        }

        if (await reviews.LastDecisionAsync(subject, cancellationToken) is { } last && last.At > (evidence.Given ?? DateTimeOffset.MinValue))
        {
            evidence = evidence with { GivenBy = last.By, Given = last.At };
        }

        if (scene.Draft.Note is { } note)
        {
            evidence = evidence with { Notes = [note, .. evidence.Notes] };
        }

        var reviewer = scene.Draft.Reviewer ?? reviewers.Append(scene.Draft.By).FirstOrDefault(r => r is not null && scene.Live.Contains(r)) ?? scene.StandIn ?? scene.Draft.By;
        items.Add(new ReviewItem { Id = "", Campaign = "", Subject = subject, Reviewer = reviewer, Evidence = evidence });
    }

    private static ReviewEvidence Evidence(DateTimeOffset from, IEnumerable<UsedName> used)
    {
        var names = used.ToList();
        var ranked = UsedNames.Ranked(names);
        return new ReviewEvidence
        {
            From = from,
            Uses = names.Sum(n => n.Use.Passed),
            Last = names.Count == 0 ? null : names.Max(n => n.Use.Last),
            Names = [.. ranked.Take(ReviewEvidence.MostNames)],
            NamesInAll = ranked.Count,
        };
    }

    private static IEnumerable<string> ToolNotes(Scene scene, string entry, DateTimeOffset given)
    {
        if (!scene.Tools.TryGetValue(entry, out var pin))
        {
            yield break;
        }

        if (pin.ApprovedAt > given)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Its definition changed since; {pin.ApprovedBy} approved it on {pin.ApprovedAt:yyyy-MM-dd}.");
        }

        if (pin.State != ToolPinState.Approved)
        {
            yield return $"It is not offered now: {(pin.Reason.Length == 0 ? "nobody approved it." : pin.Reason)}";
        }

        if (IsDestructive(pin.Seen.Json))
        {
            yield return "Its server says that it may destroy.";
        }
    }

    private static bool IsDestructive(string definition)
    {
        using var document = JsonDocument.Parse(definition);
        return document.RootElement.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object
            && annotations.TryGetProperty("destructiveHint", out var hint) && hint.ValueKind == JsonValueKind.True;
    }

    private static IReadOnlyList<string>? EntriesOf(Blueprint blueprint, ReviewKind kind) => kind == ReviewKind.Model ? blueprint.Uses?.Models : blueprint.Uses?.Tools;

    /// <summary>All that items are made of, read once.</summary>
    private sealed record Scene(
        CampaignDraft Draft,
        DateTimeOffset From,
        IReadOnlyDictionary<string, Person> People,
        IReadOnlyDictionary<string, ToolPin> Tools,
        ILookup<string, PermissionUse> Uses,
        IReadOnlyList<Blueprint> Blueprints,
        IReadOnlyList<Agent> Agents)
    {
        /// <summary>Names of people who can answer; nobody else is asked.</summary>
        public HashSet<string> Live { get; } = People.Values.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

        /// <summary>Whom to ask where nobody is left: an admin.</summary>
        public string? StandIn { get; } = People.Values.Where(p => p.Roles.Contains("admin", StringComparer.OrdinalIgnoreCase)).OrderBy(p => p.Name, StringComparer.Ordinal).FirstOrDefault()?.Name;

        public bool Asks(ReviewKind kind) => Draft.Kinds.Count == 0 || Draft.Kinds.Contains(kind);
    }
}
