using System.Globalization;

namespace Bartizan.Detect;

/// <summary>Which event is meant: a source, such as a file, and the event's number in it from 0.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Index">The number.</param>
public readonly record struct EventReference(string Source, long Index)
{
    /// <summary><c>source#index</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Source}#{Index}");
}
