namespace Bartizan.Respond.Sinks;

/// <summary>Where events are pushed: compiled from the configuration, with its secrets.</summary>
/// <param name="Name">Name under which its cursor is kept; a new name begins at the log's first event.</param>
/// <param name="Url">Where batches are posted.</param>
/// <param name="Form">What is posted.</param>
/// <param name="Batch">Events of the log sent in one request, at most.</param>
public sealed record HttpSink(string Name, Uri Url, ISinkForm Form, int Batch)
{
    /// <summary>Without what may be secret.</summary>
    public override string ToString() => $"{Name} ({Url.Host})";
}
