namespace Bartizan.Identity.Federation;

/// <summary>Why signing in at a provider came to nothing.</summary>
public enum SignInFault
{
    /// <summary>It was not begun in this browser, is over, or came back before.</summary>
    NotBegunHere,

    /// <summary>The provider cannot be reached, or does not say what it must.</summary>
    Unreachable,

    /// <summary>The provider did not let the person in.</summary>
    Denied,

    /// <summary>What came back does not hold: it is another provider's, another client's, or somebody made it.</summary>
    NotBelieved,
}

/// <summary>What came of signing in at a provider.</summary>
/// <param name="Intent">What it was begun for; null when it was not begun here.</param>
/// <param name="Provider">The provider; null when it was not begun here.</param>
/// <param name="Person">Who signed in; null when nobody did.</param>
/// <param name="Fault">Why nobody did.</param>
/// <param name="Reason">The same more exactly, for the log: our own words, or an error code of the provider's, and nothing secret.</param>
public sealed record SignInOutcome(SignInIntent? Intent, ProviderOptions? Provider, FederatedPerson? Person, SignInFault? Fault, string? Reason);

/// <summary>What somebody signs in for; kept on this side, while the person is at the provider.</summary>
/// <param name="ReturnTo">The page that the person wants.</param>
public abstract record SignInIntent(string ReturnTo)
{
    /// <summary>Whether the provider must have the person prove anew who they are, although they have a session there.</summary>
    public bool Anew { get; init; }
}
