using Bartizan.Console.Access;

namespace Bartizan.Console.Contract;

/// <summary>What runs here.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="Gateway">Address of the gateway.</param>
/// <param name="Console">Address of the console.</param>
/// <param name="Demo">Whether the built-in demo model answers.</param>
/// <param name="RecordsContent">Whether text is kept, sealed.</param>
/// <param name="Started">When the process started serving.</param>
/// <param name="Now">The server's clock.</param>
/// <param name="Roles">What each role may do.</param>
public sealed record Meta(
    string Version,
    string Gateway,
    string Console,
    bool Demo,
    bool RecordsContent,
    DateTimeOffset Started,
    DateTimeOffset Now,
    IReadOnlyList<RoleRights> Roles);

/// <summary>What a role may do.</summary>
public sealed record RoleRights(Role Role, IReadOnlyList<Right> Rights);
