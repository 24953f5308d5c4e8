namespace Bartizan.Detect.Correlations;

/// <summary>
/// That a rule matched an event, or a correlation fired: when, which events, and the values of the fields that correlations may ask for. Of a
/// correlation these are what it grouped by, and under them those of its last event.
/// </summary>
internal sealed record Observation(long Time, IReadOnlyList<EventReference> Events, string[] Names, string?[] Values, Observation? Under = null)
{
    /// <summary>The value of a field; null where it is absent or null.</summary>
    public string? this[string name]
    {
        get
        {
            for (var i = 0; i < Names.Length; i++)
            {
                if (string.Equals(Names[i], name, StringComparison.Ordinal))
                {
                    return Values[i];
                }
            }

            return Under?[name];
        }
    }
}
