namespace Bartizan.Guard.Injection;

/// <summary>One line of labelled data.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">As written: <c>benign</c>, <c>injection</c>, <c>jailbreak</c>, <c>harmful</c>, <c>not-injection</c>.</param>
/// <param name="Channel">Where such text arrives.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Split"><c>train</c>, <c>dev</c>, <c>dev_ood</c> or empty.</param>
/// <param name="Payload">The planted instruction inside a composed text, or empty.</param>
/// <param name="Group">Cluster of near-duplicates, or empty.</param>
/// <param name="UserOnly">Whether the data channel does not learn from it, although it is a user's attack.</param>
public sealed record LabelledText(string Text, string Label, InjectionChannel Channel, string Source, string Split = "", string Payload = "", string Group = "", bool UserOnly = false)
{
    /// <summary>Whether it is what the classifier is to find. Harmful wishes without an injection are not.</summary>
    public bool IsAttack => Label is "injection" or "jailbreak";
}
