namespace Bartizan.Console.Access;

/// <summary>Who may call an endpoint; every endpoint of the API carries exactly one as metadata, or the console does not start.</summary>
public sealed record AccessRule
{
    private AccessRule(string name, Right? right = null) => (Name, Right) = (name, right);

    /// <summary>Anybody, signed in or not.</summary>
    public static AccessRule Anyone { get; } = new("anyone");

    /// <summary>Whoever redeemed a one-time link and has yet to choose name and password.</summary>
    public static AccessRule SettingUp { get; } = new("setting up");

    /// <summary>Anybody with an account.</summary>
    public static AccessRule SignedIn { get; } = new("signed in");

    /// <summary>Name for messages.</summary>
    public string Name { get; }

    /// <summary>The right needed, or null where none is.</summary>
    public Right? Right { get; }

    /// <summary>People one of whose roles holds the right.</summary>
    public static AccessRule Needs(Right right) => new($"right {right}", right);
}
