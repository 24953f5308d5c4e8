using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Identity.Reviews;

namespace Bartizan.Identity.Reviews;

/// <summary>
/// Carries out what was answered. An answer is durable before anything is done, and doing it twice changes nothing, so that it goes on wherever it was interrupted.
/// </summary>
public sealed class ReviewEnforcer(IReviewStore reviews, IRegistryStore registry, IConsentStore consents, TimeProvider clock) : IDisposable
{
    private const int AtOnce = 500;
    private const int Attempts = 5;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Carries out every answer that was not.</summary>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            while (await reviews.UndoneAsync(AtOnce, cancellationToken) is { Count: > 0 } undone)
            {
                // All of a blueprint at once: a version for each entry would tell nobody anything.
                foreach (var together in undone.GroupBy(i => (IsEntry: IsEntry(i), i.Subject.Holder, Of: IsEntry(i) ? i.Campaign : i.Id)))
                {
                    if (!await ApplyAsync([.. together], cancellationToken))
                    {
                        // Somebody changes the same blueprint all the time. What was answered stays to be done.
                        return;
                    }
                }
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private static bool IsEntry(ReviewItem item) => item.Subject.Kind is ReviewKind.Model or ReviewKind.Tool;

    private ValueTask<bool> ApplyAsync(IReadOnlyList<ReviewItem> items, CancellationToken cancellationToken) =>
        IsEntry(items[0]) ? ApplyEntriesAsync(items, cancellationToken) : ApplyOneAsync(items[0], cancellationToken);

    private async ValueTask<bool> ApplyOneAsync(ReviewItem item, CancellationToken cancellationToken)
    {
        var (now, decision, subject) = (clock.GetUtcNow(), item.Decision!, item.Subject);
        if (decision.Answer == ReviewAnswer.Keep)
        {
            await reviews.DoneAsync([item.Id], "stays", now, cancellationToken);
            return true;
        }

        var done = subject.Kind == ReviewKind.Agent
            ? await registry.SuspendAsync(subject.Holder, $"review {item.Campaign}: {decision.Reason}", decision.By, now, cancellationToken) ? "suspended" : "was revoked already"
            : await consents.RevokeAsync(subject.Entry, subject.Holder, now, cancellationToken) ? "taken back" : "was taken back already";
        await reviews.DoneAsync([item.Id], done, now, cancellationToken);
        return true;
    }

    private async ValueTask<bool> ApplyEntriesAsync(IReadOnlyList<ReviewItem> items, CancellationToken cancellationToken)
    {
        var (now, id) = (clock.GetUtcNow(), items[0].Subject.Holder);
        var kept = items.Where(i => i.Decision!.Answer == ReviewAnswer.Keep).Select(i => i.Id).ToList();
        if (kept.Count > 0)
        {
            await reviews.DoneAsync(kept, "stays", now, cancellationToken);
        }

        var going = items.Where(i => i.Decision!.Answer != ReviewAnswer.Keep).ToList();
        for (var attempt = 0; going.Count > 0; attempt++)
        {
            if (await registry.FindBlueprintAsync(id, cancellationToken) is not { Retired: null, Uses: { } lists } blueprint)
            {
                await reviews.DoneAsync([.. going.Select(i => i.Id)], "its blueprint was retired, or has no lists any more", now, cancellationToken);
                break;
            }

            var left = new TokenAuthority(Left(lists.Models, ReviewKind.Model, going), Left(lists.Tools, ReviewKind.Tool, going));
            if (left.Equals(lists))
            {
                await reviews.DoneAsync([.. going.Select(i => i.Id)], "was gone already", now, cancellationToken);
                break;
            }

            var by = going.Select(i => i.Decision!.By).Distinct(StringComparer.Ordinal).ToList();
            if (await registry.NarrowBlueprintAsync(
                blueprint with { Uses = left, By = by.Count == 1 ? by[0] : "review " + going[0].Campaign, Created = now }, isReviewed: false, cancellationToken) is { } narrowed)
            {
                await reviews.DoneAsync([.. going.Select(i => i.Id)], narrowed.Mark, now, cancellationToken);
                break;
            }

            // Somebody made another version meanwhile: the answer is carried out on that one.
            if (attempt == Attempts)
            {
                return false;
            }
        }

        await NoteReviewAsync(id, items[0].Campaign, now, cancellationToken);
        return true;
    }

    // People who answered about every entry have looked at the blueprint.
    private async ValueTask NoteReviewAsync(string blueprint, string campaign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var of = (await reviews.ItemsAsync(campaign, cancellationToken)).Where(i => IsEntry(i) && i.Subject.Holder == blueprint).ToList();
        var inForce = await registry.FindBlueprintAsync(blueprint, cancellationToken);
        var asked = of.Select(i => (i.Subject.Kind, i.Subject.Entry)).ToHashSet();
        if (of.All(i => i is { Outcome: not null, Decision.By: not ReviewDecision.Nobody }) && inForce is { Retired: null, Uses: { } lists }
            && lists.Models.All(m => Was(ReviewKind.Model, m)) && lists.Tools.All(t => Was(ReviewKind.Tool, t)))
        {
            await registry.ReviewBlueprintAsync(blueprint, of[^1].Decision!.By, now, cancellationToken);
        }

        bool Was(ReviewKind kind, string entry) =>
            asked.Contains((kind, entry)) || of.Any(i => i.Subject.Kind == kind && i.Decision!.Answer == ReviewAnswer.Narrow && i.Evidence.Names.Contains(entry));
    }

    private static List<string> Left(IReadOnlyList<string> entries, ReviewKind kind, IReadOnlyList<ReviewItem> going)
    {
        var left = new List<string>(entries);
        foreach (var item in going.Where(i => i.Subject.Kind == kind && left.Contains(i.Subject.Entry)))
        {
            var at = left.IndexOf(item.Subject.Entry);
            left.RemoveAt(at);
            if (item.Decision!.Answer == ReviewAnswer.Narrow)
            {
                left.InsertRange(at, item.Evidence.Names.Where(n => !left.Contains(n)).Take(TokenAuthority.MaxEntries - left.Count).ToList());
            }
        }

        return left;
    }
}
