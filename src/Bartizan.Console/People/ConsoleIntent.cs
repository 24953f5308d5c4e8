using Bartizan.Identity.Federation;

namespace Bartizan.Console.People;

/// <summary>What somebody goes to a provider for.</summary>
/// <param name="ReturnTo">The page that they want.</param>
/// <param name="Visitor">Who they were when they went: a stranger or somebody signed in who signs in, somebody invited who accepts, or somebody signed in who links.</param>
/// <param name="Links">Whether it is to link an identity to the account that is signed in.</param>
internal sealed record ConsoleIntent(string ReturnTo, Visitor Visitor, bool Links) : SignInIntent(ReturnTo);
