using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Redaction;

/// <summary>Says what stands in place of a masked span.</summary>
public interface IMask
{
    /// <summary>The text put where <paramref name="finding"/>'s span was.</summary>
    string TextFor(Finding finding);
}
