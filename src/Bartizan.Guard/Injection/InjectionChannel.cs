using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Injection;

/// <summary>Who may have written a text, which decides what counts as an attack in it.</summary>
public enum InjectionChannel
{
    /// <summary>Somebody entitled to instruct the model: only attempts to lift the application's own rules count.</summary>
    User = 0,

    /// <summary>Data: any instruction to the model counts.</summary>
    Data = 1,
}

/// <summary>Which channel a segment belongs to.</summary>
public static class InjectionChannels
{
    /// <summary>The channel of a segment, or null when its words are the application's or the model's own and are not judged.</summary>
    public static InjectionChannel? Of(SegmentRole role, Provenance provenance) => role switch
    {
        SegmentRole.ToolDefinition => InjectionChannel.Data,
        SegmentRole.User or SegmentRole.ToolResult or SegmentRole.Document =>
            provenance is Provenance.User or Provenance.Trusted ? InjectionChannel.User : InjectionChannel.Data,
        _ => null,
    };

    /// <summary>The channel's name in files and sentences.</summary>
    public static string Name(InjectionChannel channel) => channel == InjectionChannel.User ? "user" : "data";
}
