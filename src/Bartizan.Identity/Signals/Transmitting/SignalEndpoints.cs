using Bartizan.Identity.Http;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>The paths of the transmitter.</summary>
internal sealed class SignalEndpoints(SignalMetadata metadata, StreamEndpoint streams, StreamControlEndpoint control, PollEndpoint poll) : OwnPaths
{
    /// <inheritdoc/>
    protected override (string Methods, Func<HttpContext, Task> Answer)? Find(HttpRequest request) => request.Path.Value switch
    {
        SignalPaths.Metadata => ("GET", metadata.DescribeAsync),
        SignalPaths.Streams => ("GET, POST, PATCH, PUT, DELETE", streams.AnswerAsync),
        SignalPaths.Status => ("GET, POST", HttpMethods.IsGet(request.Method) ? control.ReadStatusAsync : control.SetStatusAsync),
        SignalPaths.Add => ("POST", control.AddAsync),
        SignalPaths.Remove => ("POST", control.RemoveAsync),
        SignalPaths.Verify => ("POST", control.VerifyAsync),
        { } path when path.StartsWith(SignalPaths.Poll, StringComparison.Ordinal) => ("POST", poll.AnswerAsync),
        _ => null,
    };
}
