using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>A type as written, before its names are resolved.</summary>
internal abstract record WrittenType(SourceSpan Span);

internal sealed record WrittenName(string Path, SourceSpan Span) : WrittenType(Span);

internal sealed record WrittenSet(WrittenType Item, SourceSpan Span) : WrittenType(Span);

internal sealed record WrittenRecord(IReadOnlyList<KeyValuePair<string, WrittenType>> Fields, SourceSpan Span) : WrittenType(Span);

/// <summary>Everything one schema declares, as written, each with the namespace it stands in.</summary>
internal sealed class Declarations
{
    public Dictionary<string, (string Namespace, WrittenType? Shape, WrittenType? Tags)> Entities { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (string Namespace, WrittenType Type)> CommonTypes { get; } = new(StringComparer.Ordinal);

    public Dictionary<EntityUid, (string Namespace, IReadOnlyList<EntityUid> Groups, WrittenType? Context)> Actions { get; } = [];

    /// <summary>A name inside its namespace.</summary>
    public static string Qualify(string space, string name) => space.Length == 0 ? name : $"{space}::{name}";
}
