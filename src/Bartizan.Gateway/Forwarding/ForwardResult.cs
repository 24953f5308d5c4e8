namespace Bartizan.Gateway.Forwarding;

/// <summary>The upstream's answer up to its headers, or how forwarding failed.</summary>
internal readonly record struct ForwardResult(HttpResponseMessage? Response, ForwardFailure Failure)
{
    public static ForwardResult Failed(ForwardFailure failure) => new(null, failure);
}
