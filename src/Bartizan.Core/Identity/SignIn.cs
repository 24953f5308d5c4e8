namespace Bartizan.Core.Identity;

/// <summary>How and when a person signed in who lets an agent act for them.</summary>
/// <param name="At">When, in whole seconds (<c>auth_time</c>, RFC 9068 section 2.2.1).</param>
/// <param name="Acr">How, as one of <see cref="Known"/> (<c>acr</c>).</param>
public sealed record SignIn(DateTimeOffset At, string Acr)
{
    /// <summary>With a password of the console.</summary>
    public const string Password = "urn:bartizan:acr:password";

    /// <summary>At an identity provider.</summary>
    public const string Provider = "urn:bartizan:acr:provider";

    /// <summary>All that there are. None is stronger than another: who wants one names it.</summary>
    public static IReadOnlyList<string> Known { get; } = [Password, Provider];
}

/// <summary>What sign-in a request asks for (RFC 9470 section 4).</summary>
/// <param name="Within">How many seconds ago at most; null for whenever.</param>
/// <param name="Acrs">How, any of these; null for however.</param>
public sealed record SignInDemand(long? Within, IReadOnlyList<string>? Acrs)
{
    /// <summary>Whether a sign-in is enough. One that is not known never is.</summary>
    public bool IsMetBy(SignIn? signIn, DateTimeOffset now) =>
        signIn is not null
        && (Within is not { } seconds || (now - signIn.At).TotalSeconds <= seconds)
        && Acrs?.Contains(signIn.Acr, StringComparer.Ordinal) != false;
}
