namespace Bartizan.Policy.History;

/// <summary>The names of an event's fields.</summary>
internal static class EventFields
{
    /// <summary>All names, in order.</summary>
    public static readonly string[] Names = [.. Enum.GetNames<EventField>().Select(n => n.ToLowerInvariant())];

    /// <summary>How policies write it.</summary>
    public static string Name(this EventField field) => Names[(int)field];

    /// <summary>Whether it can be summed.</summary>
    public static bool IsNumber(this EventField field) => field is EventField.Sensitivity or EventField.Tokens;

    /// <summary>The field of a name, or null.</summary>
    public static EventField? Find(string name) => Array.IndexOf(Names, name) is >= 0 and var at ? (EventField)at : null;
}
