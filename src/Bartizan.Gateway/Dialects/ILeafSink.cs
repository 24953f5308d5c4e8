using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects;

/// <summary>Takes the leaves of a value for inspection.</summary>
internal interface ILeafSink
{
    /// <summary>Takes the cursor's current string, key or number.</summary>
    void Add(ref JsonCursor cursor, PieceKind kind);
}
