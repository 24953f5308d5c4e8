using Bartizan.Core.Content;
using Bartizan.Guard.Remembering;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Digests of a request's texts, under the name of the agent that sent them.</summary>
internal sealed class RequestDigests(Exchange exchange, IContentProtector content) : ITextDigests
{
    /// <inheritdoc/>
    public string Scope => exchange.Principal!.AgentId;

    /// <inheritdoc/>
    public string Of(int segment) => exchange.Request!.DigestOf(segment, content);
}
