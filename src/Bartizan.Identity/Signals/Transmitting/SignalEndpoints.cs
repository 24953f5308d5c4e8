using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>Sends each request where it belongs by path and method, compared exactly.</summary>
internal sealed class SignalEndpoints(SignalMetadata metadata, StreamEndpoint streams, StreamControlEndpoint control, PollEndpoint poll)
{
    /// <summary>Answers a request; false when its path is none of the transmitter's.</summary>
    public bool TryAnswer(HttpContext http, out Task answering)
    {
        (string Methods, Func<HttpContext, Task> Answer)? found = http.Request.Path.Value switch
        {
            SignalPaths.Metadata => ("GET", metadata.DescribeAsync),
            SignalPaths.Streams => ("GET, POST, PATCH, PUT, DELETE", streams.AnswerAsync),
            SignalPaths.Status => ("GET, POST", HttpMethods.IsGet(http.Request.Method) ? control.ReadStatusAsync : control.SetStatusAsync),
            SignalPaths.Add => ("POST", control.AddAsync),
            SignalPaths.Remove => ("POST", control.RemoveAsync),
            SignalPaths.Verify => ("POST", control.VerifyAsync),
            { } path when path.StartsWith(SignalPaths.Poll, StringComparison.Ordinal) => ("POST", poll.AnswerAsync),
            _ => null,
        };
        answering = found is not { } endpoint ? Task.CompletedTask : endpoint.Methods.Split(", ").Contains(http.Request.Method) ? endpoint.Answer(http) : RefuseMethod(http, endpoint.Methods);
        return found is not null;
    }

    private static Task RefuseMethod(HttpContext http, string allowed)
    {
        http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        http.Response.Headers.Allow = allowed;
        return Task.CompletedTask;
    }
}
