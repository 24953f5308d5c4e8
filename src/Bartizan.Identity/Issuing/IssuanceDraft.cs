using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Identity.Directories;

namespace Bartizan.Identity.Issuing;

/// <summary>What a token would be, as the rules fill it in one after the other.</summary>
internal sealed class IssuanceDraft
{
    /// <summary>What is known at this moment.</summary>
    public required IdentitySnapshot Snapshot { get; init; }

    /// <summary>This moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the token says that it was issued, in whole seconds.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>The client as it is registered at this moment.</summary>
    public AgentClient Client { get; set; } = null!;

    /// <summary>The person or agent where it began.</summary>
    public string Subject { get; set; } = "";

    /// <summary>The agents that act for it, the asking one first.</summary>
    public IReadOnlyList<string> Actors { get; set; } = [];

    /// <summary>The resource.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The scopes.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>Models and tools; null for all that policy allows.</summary>
    public TokenAuthority? Authority { get; set; }

    /// <summary>The mandates it stands under, its own first.</summary>
    public IReadOnlyList<Mandate> Mandates { get; set; } = [];

    /// <summary>The mandate that begins with it; null where none does.</summary>
    public Mandate? NewMandate { get; set; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset Expires { get; set; }
}
