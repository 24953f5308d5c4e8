using Bartizan.Core.Credentials;

namespace Bartizan.Gateway.Credentials;

/// <summary>How configuration refers to a secret in the store: <c>secret:NAME</c>.</summary>
public static class SecretReference
{
    private const string Scheme = "secret:";

    /// <summary>The secret's name; null when the text is no such reference.</summary>
    public static string? NameOf(string text) =>
        text.StartsWith(Scheme, StringComparison.Ordinal) && SecretText.IsName(text[Scheme.Length..]) ? text[Scheme.Length..] : null;
}
