using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Text;

namespace Bartizan.Respond.Notices;

/// <summary>What people are told of a review that waits for one of them: which, how many questions, until when. Never what is asked about, nor what is known of it.</summary>
/// <param name="Kind"><see cref="Waiting"/> or <see cref="DueSoon"/>.</param>
/// <param name="Review">The review.</param>
/// <param name="Name">What it is called, what people could not see in it spelt out.</param>
/// <param name="Reviewer">Who is asked.</param>
/// <param name="Questions">How many questions wait for them.</param>
/// <param name="Due">When what they did not answer is removed.</param>
/// <param name="Link">The console's page of it; null without a console.</param>
internal sealed record ReviewNotice(string Kind, string Review, string Name, string Reviewer, int Questions, DateTimeOffset Due, Uri? Link) : Notice(Kind, Link)
{
    /// <summary>The kind of the event when questions come to somebody.</summary>
    public const string Waiting = "review.waiting";

    /// <summary>The kind of the event before the due time.</summary>
    public const string DueSoon = "review.due-soon";

    /// <inheritdoc/>
    public override string Title => Kind == Waiting ? $"A review asks {Reviewer}" : $"A review still waits for {Reviewer}";

    /// <inheritdoc/>
    public override string Text => $"{Reviewer} is asked {(Questions == 1 ? "1 question" : $"{Questions} questions")} in the review {Name}. What nobody answers by {Shown(Due)} is removed.";

    /// <inheritdoc/>
    public override IEnumerable<(string Name, string Value)> Facts => [("Review", Review), ("Asks", Reviewer), ("Until", Shown(Due))];

    /// <summary>The notice of such an event; null where it is too late to answer.</summary>
    public static new ReviewNotice? Of(EventRecord told, Uri? console, DateTimeOffset now) =>
        JsonSerializer.Deserialize<Fact>(told.Json.Span, JsonSerializerOptions.Web) is not { } fact || fact.Due <= now ? null : new(
            told.Kind, fact.Review, VisibleText.Of(fact.Title), VisibleText.Of(fact.Reviewer), fact.Questions, fact.Due, console is null ? null : new Uri(console, "/reviews"));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("review", Review);
        json.WriteString("title", Name);
        json.WriteString("reviewer", Reviewer);
        json.WriteNumber("questions", Questions);
        json.WriteString("due", Due);
        WriteLink(json);
    }

    private sealed record Fact(string Review, string Title, string Reviewer, int Questions, DateTimeOffset Due);
}
