using System.Net;

namespace Bartizan.Respond.Sinks;

/// <summary>What the other side said to a batch.</summary>
internal enum SinkVerdict
{
    /// <summary>It has it.</summary>
    Taken,

    /// <summary>Not now: try again later.</summary>
    Later,

    /// <summary>It will never take this content.</summary>
    Refused,
}

/// <summary>The answer to one request.</summary>
/// <param name="Verdict">What it means.</param>
/// <param name="Reason">Status, or how the request failed; for people.</param>
/// <param name="After">How long the other side wants to be left alone, where it said.</param>
internal readonly record struct SinkAnswer(SinkVerdict Verdict, string Reason, TimeSpan? After = null)
{
    /// <summary>Reads a status. A wrong address or credential is mended by people, so it is no reason to leave events out.</summary>
    public static SinkAnswer Of(HttpResponseMessage response) => new(
        response.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => SinkVerdict.Taken,
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity => SinkVerdict.Refused,
            _ => SinkVerdict.Later,
        },
        $"status {(int)response.StatusCode}",
        response.Headers.RetryAfter?.Delta);
}
