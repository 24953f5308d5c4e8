namespace Bartizan.Policy;

/// <summary>How policies get their ids.</summary>
public enum PolicyIds
{
    /// <summary>The text of <c>@id("…")</c> where a policy has one, else its number.</summary>
    FromAnnotation,

    /// <summary>Always <c>policy0</c>, <c>policy1</c>… in file order.</summary>
    Numbered,
}
