namespace Bartizan.Guard.Arguments;

/// <summary>Where an address leads.</summary>
internal enum Place
{
    /// <summary>To the internet, or nowhere that is known.</summary>
    Elsewhere,

    /// <summary>To the machine itself.</summary>
    Machine,

    /// <summary>To the network around it.</summary>
    Network,

    /// <summary>To the cloud's metadata service.</summary>
    Metadata,
}
