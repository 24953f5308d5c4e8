namespace Bartizan.Storage.Accounts;

/// <summary>A person who may sign in to the console.</summary>
public sealed record Account
{
    /// <summary>Id, prefix <c>acc</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name to sign in with; unique, without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>The password as the console's hasher wrote it, or null while none is set.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Roles: admin, architect, analyst, approver, auditor.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was disabled, or null while it works.</summary>
    public DateTimeOffset? Disabled { get; init; }

    /// <summary>When its person last used the console, to the minute; null before the first time.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>The identity provider whose sign-in made it, and says its roles; null for one made here.</summary>
    public string? Issuer { get; init; }
}

/// <summary>What became of a change to an account.</summary>
public enum AccountChange
{
    /// <summary>It was made, and recorded.</summary>
    Made,

    /// <summary>There is no such account, or it is so already.</summary>
    Nothing,

    /// <summary>Refused: nobody would be left who can sign in and has the role admin.</summary>
    LastAdmin,
}
