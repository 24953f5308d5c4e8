using Bartizan.Core.Identity.Mandates;
using Bartizan.Core.Ids;

namespace Bartizan.Identity.Issuing.Rules;

/// <summary>
/// A token stands under every mandate of the token or the connection it came of, one agent deeper after an exchange, and under its own: a new one, within all
/// those above it, or one of the same client that began at the same place.
/// </summary>
internal sealed class MandateRule(IIdSource ids) : IIssuanceRule
{
    private static readonly OAuthError TooWide = new("invalid_authorization_details", "The mandate reaches beyond one above it: a limit is higher, or it could be handed on further.");
    private static readonly OAuthError TooDeep = OAuthError.InvalidRequest("A mandate does not allow that one more agent acts for its holder.");
    private static readonly OAuthError TooMany = new("invalid_authorization_details", $"At most {Mandate.MaxPath} mandates stand above one another.");
    /// <summary>The mandate that was named is not one to go on with.</summary>
    public static readonly OAuthError Elsewhere = new("invalid_authorization_details", "That is no mandate of this client which counts here. Ask for a new one.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        var above = question.Subject?.Mandates ?? (question.Connection?.Mandate is { } consented ? [consented] : []);
        if (question.Subject is not null)
        {
            if (above.Any(m => m.Depth == 0))
            {
                return TooDeep;
            }

            above = [.. above.Select(m => m.Below())];
        }

        if (question.Mandate is { } known)
        {
            if (known.Holder != question.Client.Id || known.Parent != (above is [var nearest, ..] ? nearest.Id : null) || !known.CountsAt(draft.Now))
            {
                return Elsewhere;
            }

            // The same mandate may be come to by a longer way.
            above = [known.Mandate with { Depth = Least(above, known.Mandate.Depth) }, .. above];
        }
        else if (question.Terms is { } terms)
        {
            if (!above.All(m => m.Contains(terms)))
            {
                return TooWide;
            }

            draft.NewMandate = New(question.Hop?.Id ?? ids.NewId("mnd"), terms, above, draft.Issued);
            above = [draft.NewMandate, .. above];
        }

        draft.Mandates = above;
        return above.Count > Mandate.MaxPath ? TooMany : null;
    }

    private static int? Least(IReadOnlyList<Mandate> above, int? own) => above.Select(m => m.Depth).Append(own).Min();

    // It never outlasts those above it, and hands on no further than they do.
    private static Mandate New(string id, MandateTerms terms, IReadOnlyList<Mandate> above, DateTimeOffset issued) => new()
    {
        Id = id,
        Purpose = terms.Purpose,
        Limits = terms.Limits,
        Depth = Least(above, terms.Depth),
        Until = above.Select(m => m.Until).Append(issued + terms.Life).Min(),
    };
}
