namespace Bartizan.Gateway.Translation;

/// <summary>Who speaks in a turn.</summary>
internal enum Side
{
    /// <summary>The application, for its user and its tools.</summary>
    User,

    /// <summary>The model.</summary>
    Model,
}

/// <summary>All that one side says before the other speaks.</summary>
internal sealed record Turn(Side Side, List<Part> Parts);
