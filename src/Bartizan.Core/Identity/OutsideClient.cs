namespace Bartizan.Core.Identity;

/// <summary>A client that nobody here registered: what it says of itself, and which agent it became.</summary>
/// <param name="Id">Its client id: the address of its metadata document, or the id it got when it registered itself.</param>
/// <param name="Agent">The agent it became when the first person let it in; null before.</param>
/// <param name="Metadata">What it says of itself.</param>
public sealed record OutsideClient(string Id, string? Agent, OutsideMetadata Metadata);

/// <summary>What a client says of itself (RFC 7591 §2), as far as it is used.</summary>
/// <param name="Name">Its name; it may say anything.</param>
/// <param name="Redirects">Where browsers may be sent with answers.</param>
/// <param name="Grants">Grant types it wants.</param>
public sealed record OutsideMetadata(string Name, IReadOnlyList<string> Redirects, IReadOnlyList<string> Grants);
