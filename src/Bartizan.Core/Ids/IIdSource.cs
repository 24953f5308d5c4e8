namespace Bartizan.Core.Ids;

/// <summary>Makes new identifiers; injected so that a test owns them.</summary>
public interface IIdSource
{
    /// <summary>Returns <c>prefix_</c> and 26 characters that sort by time of making (ULID layout).</summary>
    string NewId(string prefix);
}
