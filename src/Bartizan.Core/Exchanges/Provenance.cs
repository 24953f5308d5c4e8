namespace Bartizan.Core.Exchanges;

/// <summary>Whose words a segment holds, and so whether they may instruct the model. Unlabelled text is untrusted.</summary>
public enum Provenance
{
    /// <summary>Anybody's: tool results, documents, anything whose author is unknown. May not instruct.</summary>
    Untrusted = 0,

    /// <summary>The user of the application.</summary>
    User,

    /// <summary>Whoever runs the application.</summary>
    Trusted,

    /// <summary>The model itself.</summary>
    Model,
}
