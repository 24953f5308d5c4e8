namespace Bartizan.Identity.AuthZen.Http;

/// <summary>Gives <c>X-Request-ID</c> back as it came. One that no header of an answer could carry is refused; it names the request to its caller and to nobody else.</summary>
internal static class RequestIdStep
{
    private const string Header = "X-Request-ID";
    private const int Longest = 256;

    public static Refusal? Run(ref AuthZenCall call)
    {
        var sent = call.Http.Request.Headers[Header];
        if (sent.Count == 0)
        {
            return null;
        }

        if (sent is not [{ Length: > 0 and <= Longest } id] || id.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return new(400, $"{Header} must be one value of 1 to {Longest} printable ASCII characters.");
        }

        call.Http.Response.Headers[Header] = id;
        call = call with { RequestId = id };
        return null;
    }
}
