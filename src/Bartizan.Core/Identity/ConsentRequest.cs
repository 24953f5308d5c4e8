namespace Bartizan.Core.Identity;

/// <summary>What a client asks a person for, checked and waiting for the person.</summary>
public sealed record ConsentRequest
{
    /// <summary>The client id, as the client wrote it.</summary>
    public required string Client { get; init; }

    /// <summary>Where the browser goes with the answer.</summary>
    public required string Redirect { get; init; }

    /// <summary>What the client wants back unchanged; null when it sent nothing.</summary>
    public string? State { get; init; }

    /// <summary>SHA-256 of the verifier, as base64url.</summary>
    public required string Challenge { get; init; }

    /// <summary>What it asks for.</summary>
    public required ConsentedUse Use { get; init; }

    /// <summary>Thumbprint of the key that the code is to be bound to; null for none.</summary>
    public string? CodeKey { get; init; }

    /// <summary>What sign-in the person's answer needs; null for any.</summary>
    public SignInDemand? SignIn { get; init; }

    /// <summary>Whether the person must be asked even if they consented before.</summary>
    public bool AsksAgain { get; init; }
}
