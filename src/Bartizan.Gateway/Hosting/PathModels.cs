using Bartizan.Gateway.Configuration;
using Bartizan.Guard;

namespace Bartizan.Gateway.Hosting;

/// <summary>Names of models in paths: they become a part of the upstream's path, so only what is plain is let through.</summary>
internal static class PathModels
{
    private const int Longest = 128;
    private const int LongestAddress = 256;

    /// <summary>A name of characters that mean themselves in an address, and never ".."; else null.</summary>
    public static string? Plain(string model) =>
        model.Length <= Longest && model.All(IsPlain) && !model.Contains("..", StringComparison.Ordinal) && model is not "." && IsHarmless(model) ? model : null;

    /// <summary>
    /// The name that stands, encoded, in a path: as for <see cref="Plain"/>, and also <c>:</c>, as it is or as <c>%3A</c>, and <c>/</c> as <c>%2F</c>, which
    /// the names of versions and resources have. Anything else that is encoded, and empty parts or parts of dots alone between slashes, make it null.
    /// </summary>
    public static string? Decode(string sent)
    {
        if (sent.Length > LongestAddress * 3)
        {
            return null;
        }

        var name = sent.Replace("%3A", ":", StringComparison.OrdinalIgnoreCase).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return name.Length <= LongestAddress
            && !sent.Contains('/', StringComparison.Ordinal)
            && name.All(c => IsPlain(c) || c is ':' or '/')
            && name.Split('/').All(part => part.Length > 0 && part is not "." && !part.Contains("..", StringComparison.Ordinal))
            && IsHarmless(name)
            ? name
            : null;
    }

    /// <summary>
    /// A name that did not come in a path, as it is to stand in the path of a provider's server; null when it must not. One that is encoded already is
    /// none: the provider would read another name in it than policy saw.
    /// </summary>
    public static string? Encode(string model, ProviderDialect provider)
    {
        if (model.Length == 0 || provider != ProviderDialect.Bedrock)
        {
            return model.Length == 0 ? null : Plain(model);
        }

        var encoded = model.Replace("/", "%2F", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal);
        return Decode(encoded) == model ? encoded : null;
    }

    // Paths are recorded and travel on, so no key or card number may stand in one.
    private static bool IsHarmless(string name) => SelfEvident.LabelOf(name) is null;

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
