using System.Buffers;
using System.Net.Http.Headers;
using Bartizan.Core.Events;
using Bartizan.Respond.Ocsf;

namespace Bartizan.Respond.Sinks;

/// <summary>Every event, as OCSF JSON lines, with a bearer token.</summary>
/// <param name="credential">The token; null for none.</param>
public sealed class OcsfForm(string? credential) : ISinkForm
{
    /// <inheritdoc/>
    public MediaTypeHeaderValue ContentType { get; } = new("application/x-ndjson");

    /// <inheritdoc/>
    public bool Write(StoredEvent stored, DateTimeOffset now, IBufferWriter<byte> body)
    {
        OcsfEvents.Write(stored, body);
        return true;
    }

    /// <inheritdoc/>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, string id, DateTimeOffset now)
    {
        if (credential is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        }
    }
}
