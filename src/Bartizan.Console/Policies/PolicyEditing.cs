using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.People;
using Bartizan.Core.Results;
using Bartizan.Core.Text;
using Bartizan.Policy;
using Bartizan.Policy.Validation;

namespace Bartizan.Console.Policies;

/// <summary>Looks at drafts of policy files, and saves one where the configuration lets the console, after a review of just that text on just those files.</summary>
internal sealed class PolicyEditing(IPolicyDesk desk, PolicyReviews reviews, PolicyWork work, AuditTrail audit) : IDisposable
{
    /// <summary>UTF-16 units of a draft, and of its tests. What people write is a hundredth of it.</summary>
    public const int LongestText = 1 << 18;

    private const int MostProblems = 200;
    private const int MostDays = 365;
    private const int DefaultDays = 30;

    private readonly SemaphoreSlim _saving = new(1);

    /// <summary>The files as they are.</summary>
    public PolicyFileList List()
    {
        var sources = Sources();
        return new(
            [.. sources.Files.Select(f => new PolicyFileView(f.Id, f.Place, f.Text, f.Version, f.Path is { } path && !PolicyWriter.IsOrdinary(path), f.Tests))],
            sources.Hindrance,
            sources.Folder is not null);
    }

    /// <summary>What is wrong in a draft, by the rules of loading and of the schema.</summary>
    public Task<PolicyCheckView> CheckAsync(PolicyDraft draft, CancellationToken cancellationToken)
    {
        var (sources, next) = With(draft);
        return work.RunAsync(() => Check(draft, sources, next), cancellationToken);
    }

    /// <summary>Runs tests against a draft with the other files as they are.</summary>
    public Task<PolicyTestRun> TestAsync(RunPolicyTests body, CancellationToken cancellationToken)
    {
        RequireShort("tests", body.Tests);
        var (_, next) = With(body.Draft);
        return work.RunAsync(
            () =>
            {
                var policies = Read("draft.text", () => desk.Compose(next));
                return new PolicyTestRun(Read("tests", () => desk.Test(policies, body.Tests)));
            },
            cancellationToken);
    }

    /// <summary>Begins a review.</summary>
    public async Task<PolicyReviewView> ReviewAsync(StartReview body, Visitor visitor, CancellationToken cancellationToken)
    {
        if (body.Days is < 1 or > MostDays)
        {
            throw new RefusalException(Refusals.BadField("days", "That is no number of days to look at.", $"Use 1 to {MostDays}."));
        }

        var subject = await work.RunAsync(() => Subject(body), cancellationToken);
        return reviews.Start(visitor.Account!.Id, subject) ?? throw new RefusalException(Refusals.Busy);
    }

    /// <summary>Saves a file. It is in the ledger before it is on the disk; readers of the folder see the old text or the new one.</summary>
    public async Task<PoliciesSaved> SaveAsync(SavePolicies body, Visitor visitor, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > Reason.Longest)
        {
            throw new RefusalException(Refusals.BadField("reason", "There is no reason, or it is too long.", $"Say why in 1 to {Reason.Longest} characters."));
        }

        await _saving.WaitAsync(cancellationToken);
        try
        {
            var (sources, next) = With(body.Draft);
            var (file, path) = (sources.Find(body.Draft.File), next.Find(body.Draft.File)!.Path);
            RequireSavable(sources, file, path, body);
            await work.RunAsync(() => Read("draft.text", () => Load(next)), cancellationToken);
            var widens = Reviewed(sources, body);
            var after = PolicyFile.DigestOf(body.Draft.Text);
            var fact = new { file = body.Draft.File, before = file?.Version, after, review = body.Review, widens, reason = body.Reason.Trim() };
            await audit.RecordAsync("policies.saved", visitor, fact, cancellationToken);
            if (await WriteAsync(path!, file?.Text, body.Draft.Text) is { } refusal)
            {
                await audit.RecordAsync("policies.not-saved", visitor, fact, CancellationToken.None);
                throw new RefusalException(refusal);
            }

            return new(after);
        }
        finally
        {
            _saving.Release();
        }
    }

    public void Dispose() => _saving.Dispose();

    private static Refusal Stale => Refusals.Conflict("version", "The file has changed since it was looked at.", "Read it again, bring the change over, and review that.");

    private static void RequireSavable(PolicySources sources, PolicyFile? file, string? path, SavePolicies body)
    {
        if (sources.Hindrance is { } hindrance)
        {
            throw new RefusalException(Refusals.Conflict("draft.file", "Policies cannot be saved from here.", hindrance));
        }

        if (path is null || (file is not null && !PolicyWriter.IsOrdinary(path)))
        {
            throw new RefusalException(Refusals.Conflict("draft.file", "This file is built in, read-only, or a link that another program manages.", "Change it where it is kept."));
        }

        if (file?.Version != body.Version)
        {
            throw new RefusalException(Stale);
        }
    }

    // Why it widens what is allowed, which the person accepted; empty where it does not.
    private IReadOnlyList<string> Reviewed(PolicySources sources, SavePolicies body)
    {
        var review = reviews.ResultOf(body.Review, sources.Version, DigestOf(body.Draft))
            ?? throw new RefusalException(Refusals.Conflict("review", "There is no finished review of just this text on the files as they are.", "Review the change, then save it."));
        return review.Widens.Count == 0 || body.AcceptWidening
            ? review.Widens
            : throw new RefusalException(Refusals.Conflict("acceptWidening", "Something is newly allowed, or may be.", "Look at what the review lists, and confirm that it is meant."));
    }

    // Why it could not be written; null when it was.
    private static async Task<Refusal?> WriteAsync(string path, string? before, string text)
    {
        try
        {
            return await Task.Run(() => PolicyWriter.Write(path, before, text)) ? null : Stale;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusals.Conflict("draft.file", "The folder of policies cannot be written to.", "Let the account that runs Bartizan write there, or take the change along as a patch.");
        }
    }

    private ReviewSubject Subject(StartReview body)
    {
        var days = body.Days ?? DefaultDays;
        if (body.Draft is { } draft)
        {
            var (sources, next) = With(draft);
            return new(
                Read("draft.text", () => desk.Compose(sources)), Read("draft.text", () => desk.Compose(next)), days, sources.Version, DigestOf(draft));
        }

        RequireShort("before", body.Before ?? "");
        RequireShort("after", body.After ?? "");
        var before = body.Before is { } old ? Read("before", () => PolicySet.Parse(old, "before")) : Read("before", () => desk.Compose(Sources()));
        var after = body.After is { } now ? Read("after", () => PolicySet.Parse(now, "after")) : Read("after", () => desk.Compose(Sources()));
        return new(before, after, days, null, null);
    }

    private PolicyCheckView Check(PolicyDraft draft, PolicySources sources, PolicySources next)
    {
        var own = next.Find(draft.File)!;
        var problems = new List<PolicyProblem>();
        var count = 0;
        try
        {
            var set = PolicySet.Parse(draft.Text, own.Name);
            count = set.Policies.Count + set.Templates.Count;
            problems.AddRange(PolicyValidator.Validate(set, desk.Schema).Findings.Select(f => View(f.Told, f.IsError)));
        }
        catch (InputException wrong)
        {
            problems.AddRange(wrong.Errors.Select(e => View(e, isError: true)));
        }

        var loadable = true;
        try
        {
            Load(next);
        }
        catch (InputException wrong)
        {
            loadable = false;
            problems.AddRange(wrong.Errors.Select(e => View(e, isError: true)).Where(p => !problems.Contains(p)));
        }

        return new([.. problems.Take(MostProblems)], count, loadable);

        PolicyProblem View(InputError error, bool isError) => new(
            error.What, error.Fix, error.File.Length == 0 || error.File == own.Name ? null : sources.Files.FirstOrDefault(f => f.Name == error.File)?.Id ?? "", error.Line, error.Column, isError);
    }

    private bool Load(PolicySources sources)
    {
        desk.RequireLoadable(sources);
        return true;
    }

    private (PolicySources Now, PolicySources Next) With(PolicyDraft draft)
    {
        RequireShort("draft.text", draft.Text);
        var sources = Sources();
        return (sources, sources.With(draft.File, draft.Text)
            ?? throw new RefusalException(Refusals.BadField("draft.file", "There is no policy file of this id, and no new one can be called so.", "Write policies/ and a name of letters, digits, - and _ that ends in .cedar.")));
    }

    private PolicySources Sources() => Read("files", desk.Read);

    private static string DigestOf(PolicyDraft draft) => PolicyFile.DigestOf($"{draft.File}\n{draft.Text}");

    private static void RequireShort(string field, string text)
    {
        if (text.Length > LongestText)
        {
            throw new RefusalException(Refusals.BadField(field, "The text is too long.", $"Use at most {LongestText / 1024} Ki characters; split the file."));
        }
    }

    private static T Read<T>(string field, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InputException wrong)
        {
            throw new RefusalException(Refusals.BadInput(field, wrong.Errors));
        }
    }
}
