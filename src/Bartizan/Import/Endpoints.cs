using Bartizan.Import.Sources;

namespace Bartizan.Import;

/// <summary>Makes addresses and credentials of what another product's configuration says, and refuses what may not be written.</summary>
internal static class Endpoints
{
    /// <summary>Stands where a person must put an address; nothing answers there.</summary>
    public const string SetMe = "https://set-me.invalid";

    private static readonly string[] Tails = ["/chat/completions", "/embeddings", "/v1/messages"];

    /// <summary>The address to write; null when it may not be used, which is noted.</summary>
    /// <param name="plan">Takes notes.</param>
    /// <param name="at">The provider's description.</param>
    /// <param name="given">The address as written, or null.</param>
    /// <param name="provider">The provider.</param>
    public static string? Url(ImportPlan plan, SourceNode at, SourceNode? given, Provider provider)
    {
        if (given?.Take() is not { } text)
        {
            if (provider.Url is null)
            {
                plan.Refuse(Mark(at), "The address of this provider is not in the file.", $"Write it where the new file says {SetMe}.");
            }

            return provider.Url ?? SetMe;
        }

        if (Variable(text) is not null)
        {
            plan.Refuse(given, "The address stands in an environment variable, and Bartizan reads only keys from there.", $"Write it where the new file says {SetMe}.");
            return SetMe;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Query.Length + url.Fragment.Length + url.UserInfo.Length > 0)
        {
            plan.Refuse(given, "It is not a plain http or https address, so its models were left out.", "Write the address without user, query and fragment, and put keys in environment variables.");
            return null;
        }

        if (url.Scheme == "http" && !url.IsLoopback)
        {
            plan.Refuse(given, "Prompts and the key would travel unencrypted to another machine, so its models were left out.", "Put TLS in front of it and import again.");
            return null;
        }

        var address = url.AbsoluteUri.TrimEnd('/');
        return Array.Find(Tails, t => address.EndsWith(t, StringComparison.Ordinal)) is { } tail ? address[..^tail.Length] : address;
    }

    /// <summary>The reference to a key. A key that stands in clear is never copied: its place becomes a variable, and that is noted.</summary>
    public static string Credential(ImportPlan plan, SourceNode? given, string variable)
    {
        if (given?.Take() is not { } text)
        {
            return "env:" + variable;
        }

        if (Variable(text) is { } named)
        {
            return "env:" + named;
        }

        variable = plan.VariableFor(text, variable);
        plan.Refuse(given, "A key stands there in clear. It was not copied.", $"Put a new one in the environment variable {variable}: whoever has seen the file knows the old one.");
        return "env:" + variable;
    }

    /// <summary>The variable that <c>os.environ/NAME</c> names, or null.</summary>
    private static string? Variable(string text) =>
        text.StartsWith("os.environ/", StringComparison.Ordinal) && text[11..] is { Length: > 0 and <= 128 } name
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : null;

    // The note must not use up the other settings of the entry.
    private static SourceNode Mark(SourceNode at) => new(at.Path, at.Line);
}
