using Bartizan.Core.Elevation;

namespace Bartizan.Gateway.Elevation;

/// <summary>What an exchange has to do with people's approvals, until it is written down.</summary>
internal sealed class ExchangeAccess
{
    /// <summary>Grants by which something of it passes, whose use is not counted yet; a grant stands there once for each use.</summary>
    public List<Grant> Uses { get; } = [];

    /// <summary>Requests that it makes.</summary>
    public List<AccessRequest> Requests { get; } = [];

    /// <summary>What policy approved in it and is not written down yet.</summary>
    public List<GrantedRequest> Automatic { get; } = [];

    /// <summary>The first request that it made or joined; null when none.</summary>
    public string? Request { get; set; }
}
