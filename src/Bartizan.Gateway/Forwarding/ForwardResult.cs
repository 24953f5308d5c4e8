namespace Bartizan.Gateway.Forwarding;

/// <summary>The upstream's answer up to its headers, or how forwarding failed.</summary>
internal readonly record struct ForwardResult(HttpResponseMessage? Response, ForwardFailure Failure)
{
    private const int Overloaded = 529;

    /// <summary>Whether another upstream may be asked, or the same again: this one cannot have begun to work on it.</summary>
    public bool MayRepeat => Failure is ForwardFailure.UpstreamConnect or ForwardFailure.UpstreamResting || Status is 429 or 503 or Overloaded;

    /// <summary>Whether it speaks against the upstream's health. What the content of one request alone can bring about does not count.</summary>
    public bool IsUnhealthy =>
        Failure is ForwardFailure.UpstreamConnect or ForwardFailure.UpstreamFirstByteTimeout or ForwardFailure.UpstreamBroke || Status is 502 or 503 or 504 or Overloaded;

    private int? Status => Response is null ? null : (int)Response.StatusCode;

    public static ForwardResult Failed(ForwardFailure failure) => new(null, failure);

    /// <summary>How long the upstream wants to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter(DateTimeOffset now) => Response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
