namespace Bartizan.Guard.Remembering;

/// <summary>Whose texts an inspection is about and what they are, without the texts: by it verdicts on texts that come again are found.</summary>
public interface ITextDigests
{
    /// <summary>Whose they are: a verdict is remembered for those alone in whose traffic it was made.</summary>
    string Scope { get; }

    /// <summary>A keyed digest of a segment's text that nobody can make two texts share.</summary>
    string Of(int segment);
}
