using Bartizan.Core.Identity;

namespace Bartizan.Identity.Authorizing;

/// <summary>What a person is asked: everything they need to know, in our words and not the client's.</summary>
public sealed record ConsentQuestion
{
    /// <summary>The client id, as the client wrote it.</summary>
    public required string Client { get; init; }

    /// <summary>The agent; null when the client never was let in.</summary>
    public string? Agent { get; init; }

    /// <summary>The agent's name, or what a client that nobody vouched for calls itself.</summary>
    public required string Name { get; init; }

    /// <summary>Who answers for the agent; null when nobody does yet.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether somebody here registered it.</summary>
    public required bool Vouched { get; init; }

    /// <summary>What it asks for.</summary>
    public required ConsentedUse Use { get; init; }

    /// <summary>Where the browser goes with the answer.</summary>
    public required Uri Redirect { get; init; }

    /// <summary>Whether that is a program on the person's own machine.</summary>
    public required bool StaysHere { get; init; }

    /// <summary>When the agent can do nothing more without asking again.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When the question ends.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Whether the person must sign in anew, or in another way, before they can say yes.</summary>
    public bool NeedsSignIn { get; init; }

    /// <summary>Whether the person said yes to as much before, so that they need not be asked.</summary>
    public required bool Remembered { get; init; }
}
