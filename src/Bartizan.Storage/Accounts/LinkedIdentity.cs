namespace Bartizan.Storage.Accounts;

/// <summary>Who the person of an account is at an identity provider. The pair of issuer and subject names them, and nothing else does: names and addresses are given anew.</summary>
public sealed record LinkedIdentity
{
    /// <summary>Id, prefix <c>idn</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The provider, as its ID tokens name it.</summary>
    public required string Issuer { get; init; }

    /// <summary>The person there; capital letters count.</summary>
    public required string Subject { get; init; }

    /// <summary>Id of the account.</summary>
    public required string Account { get; init; }

    /// <summary>When the two were linked.</summary>
    public required DateTimeOffset Linked { get; init; }

    /// <summary>When it was last signed in with; null before the first time.</summary>
    public DateTimeOffset? LastUsed { get; init; }
}
