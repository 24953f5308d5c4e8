namespace Bartizan.Gateway.Configuration;

/// <summary>What an upstream asks of whoever calls it. Leaves its type only on a request to the configured address.</summary>
internal abstract class UpstreamCredential
{
    /// <summary>Puts the credential on a request; the last thing done before it is sent.</summary>
    /// <param name="request">The request, complete.</param>
    /// <param name="body">Its body.</param>
    /// <param name="now">The time.</param>
    public abstract void Authorize(HttpRequestMessage request, ReadOnlySpan<byte> body, DateTimeOffset now);
}

/// <summary>A key that is sent in a header.</summary>
internal sealed class HeaderKey(string header, string key) : UpstreamCredential
{
    private readonly string _value = header == KeyHeaders.Bearer ? "Bearer " + key : key;

    /// <inheritdoc/>
    public override void Authorize(HttpRequestMessage request, ReadOnlySpan<byte> body, DateTimeOffset now) => request.Headers.TryAddWithoutValidation(header, _value);
}
