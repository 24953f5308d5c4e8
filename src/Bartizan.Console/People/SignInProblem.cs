namespace Bartizan.Console.People;

/// <summary>Why somebody who came back from a provider is not signed in, or their identity not linked; the page has words for each.</summary>
internal enum SignInProblem
{
    /// <summary>It was not begun in this browser, is over, or came back before.</summary>
    NotBegunHere,

    /// <summary>The provider cannot be reached.</summary>
    Unreachable,

    /// <summary>The provider did not let the person in.</summary>
    Denied,

    /// <summary>What came back does not hold.</summary>
    NotBelieved,

    /// <summary>There is no account for this person.</summary>
    NoAccount,

    /// <summary>The account is disabled.</summary>
    Disabled,

    /// <summary>Nothing that the provider says gives a role.</summary>
    NoRole,

    /// <summary>The provider says no name that an account can have.</summary>
    NoName,

    /// <summary>Another account has the name.</summary>
    NameTaken,

    /// <summary>The identity belongs to an account already.</summary>
    Linked,

    /// <summary>Somebody else signed in than the one who was to prove anew who they are.</summary>
    OtherPerson,

    /// <summary>The invitation, or the session that wanted to link it, is over.</summary>
    Over,
}
