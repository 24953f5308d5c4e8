namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>A call while its item is read.</summary>
internal sealed class ItemCall(ItemKind kind)
{
    /// <summary>What kind of item it is.</summary>
    public ItemKind Kind { get; } = kind;

    /// <summary>The item's own id.</summary>
    public string ItemId { get; set; } = "";

    /// <summary>The id that the call's result refers to, where there is one.</summary>
    public string CallId { get; set; } = "";

    /// <summary>The tool's name, where the item says it.</summary>
    public string GivenName { get; set; } = "";

    /// <summary>The id by which clients know the call.</summary>
    public string Id => CallId.Length > 0 ? CallId : ItemId;

    /// <summary>The tool's name: the item's, or that of the only tool which items of its kind call.</summary>
    public string Name => GivenName.Length > 0 ? GivenName : Kind.ToolName;

    /// <summary>Whether its arguments came.</summary>
    public bool HasArguments { get; set; }

    /// <summary>Its arguments as the model wrote them.</summary>
    public string Arguments { get; set; } = "";

    /// <summary>Index of the segment that holds them, or -1.</summary>
    public int Segment { get; set; } = -1;
}
