namespace Bartizan.Gateway.Configuration;

/// <summary>What a person wrote about asking people for calls that policy holds.</summary>
public sealed record ElevationOptions
{
    /// <summary>How long somebody can decide on a request.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Requests of one agent that may wait at a time.</summary>
    public int Waiting { get; init; } = 20;

    /// <summary>Calls of one agent that policy may approve within an hour in the place of people; 0 for none.</summary>
    public int Automatic { get; init; } = 20;

    /// <summary>Address at which people open the console, for links to it; null for the one it listens at.</summary>
    public string? Console { get; init; }
}
