using Bartizan.Console.Http;

namespace Bartizan.Console.People;

/// <summary>Pages of the console to which browsers are sent on: nothing that a caller writes may lead elsewhere, or to anything but a page.</summary>
internal static class LocalPage
{
    public const string Start = "/";

    private const int Longest = 2_048;

    /// <summary>The page of a text as path and query; the start page where it is none of ours.</summary>
    public static string Of(string text, Uri console) =>
        text.Length is > 0 and <= Longest
        && text[0] == '/'
        && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !text.Contains('\\', StringComparison.Ordinal)
        && Uri.TryCreate(console, text, out var page)
        && page.GetLeftPart(UriPartial.Authority) == console.GetLeftPart(UriPartial.Authority)
        && page.PathAndQuery is ['/', not '/', ..] or "/"
        && !page.AbsolutePath.StartsWith("/api", StringComparison.OrdinalIgnoreCase)
            ? page.PathAndQuery
            : Start;

    /// <summary>The same page, told what went wrong with signing in.</summary>
    public static string With(string page, SignInProblem problem) => page + (page.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "problem=" + Words.Of(problem);
}
