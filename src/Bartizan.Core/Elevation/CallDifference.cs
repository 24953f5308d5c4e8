namespace Bartizan.Core.Elevation;

/// <summary>In what a field of a call differs from earlier calls.</summary>
public enum DifferenceKind
{
    /// <summary>No earlier call had the field.</summary>
    NewField,

    /// <summary>Every earlier call had the field, and this one has not.</summary>
    MissingField,

    /// <summary>It names a host or mail domain that no field of an earlier call named.</summary>
    NewDestination,

    /// <summary>A number below or above all those that stood there.</summary>
    OutOfRange,

    /// <summary>Another value than all those that stood there.</summary>
    NewValue,
}

/// <summary>One field in which a call differs from earlier calls.</summary>
/// <param name="Path">Where it stands, e.g. <c>arguments.to[]</c>: elements of arrays are not told apart.</param>
/// <param name="Kind">How it differs.</param>
/// <param name="Now">What stands there, as JSON, cut, after the destination where that is what differs; empty for a field that is missing.</param>
/// <param name="Before">What stood there, for people; empty for a field that is new.</param>
public sealed record CallDifference(string Path, DifferenceKind Kind, string Now, string Before);
