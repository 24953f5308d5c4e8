namespace Bartizan.Respond.Sinks;

/// <summary>Where events are pushed: compiled from the configuration, with its secret.</summary>
/// <param name="Name">Name under which its cursor is kept; a new name begins at the log's first event.</param>
/// <param name="Url">Where batches are posted.</param>
/// <param name="Credential">Sent as a bearer token; null for none.</param>
/// <param name="Batch">Events of the log sent in one request, at most.</param>
public sealed record HttpSink(string Name, Uri Url, string? Credential, int Batch)
{
    /// <summary>Without the credential.</summary>
    public override string ToString() => $"{Name} ({Url.Host})";
}
