using Bartizan.Core.Results;

namespace Bartizan.Storage.Keys.Pkcs11;

/// <summary>Names an AES key on a token: the parts of a <c>pkcs11:</c> URI (RFC 7512) that are needed to use it.</summary>
/// <param name="Text">The whole.</param>
/// <param name="Module">Path of the token's library (<c>module-path</c>).</param>
/// <param name="Token">The token's label (<c>token</c>).</param>
/// <param name="Label">The key's label (<c>object</c>).</param>
/// <param name="PinSource">Where the PIN is: <c>env:NAME</c> or <c>file:/path</c> (<c>pin-source</c>).</param>
internal sealed record Pkcs11Uri(string Text, string Module, string Token, string Label, string PinSource)
{
    private const string Scheme = "pkcs11:";
    private const int Longest = 2_048;

    /// <summary>Reads one; null when the text is of another kind.</summary>
    /// <exception cref="InputException">It lacks a part, or holds the PIN itself.</exception>
    public static Pkcs11Uri? TryParse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal) || text.Length > Longest)
        {
            return null;
        }

        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text[Scheme.Length..].Split('?', 2).SelectMany((half, i) => half.Split(i == 0 ? ';' : '&')))
        {
            if (part.Split('=', 2) is not [var name, var value] || !parts.TryAdd(name, Uri.UnescapeDataString(value)))
            {
                throw new InputException(new InputError("A pkcs11: key is written name=value, each name once.", Example));
            }
        }

        if (parts.ContainsKey("pin-value"))
        {
            throw new InputException(new InputError("The PIN itself stands in the pkcs11: key, where it would be kept in clear.", "Use pin-source=env:NAME or pin-source=file:/path."));
        }

        string Part(string name) => parts.TryGetValue(name, out var value) && value.Length > 0 ? value : throw new InputException(new InputError($"The pkcs11: key has no {name}.", Example));
        return new(text, Part("module-path"), Part("token"), Part("object"), Part("pin-source"));
    }

    private const string Example = "Write pkcs11:token=LABEL;object=LABEL?module-path=/path/of/library.so&pin-source=env:NAME.";

    /// <summary>The PIN.</summary>
    /// <exception cref="InputException">It is not there.</exception>
    public string Pin()
    {
        var pin = PinSource.Split(':', 2) switch
        {
            ["env", var name] => Environment.GetEnvironmentVariable(name),
            ["file", var path] when File.Exists(path) => KeyFolder.ReadClosed(path).Trim(),
            _ => null,
        };
        return string.IsNullOrEmpty(pin) ? throw new InputException(new InputError($"The token's PIN {PinSource} is not there.", "Set that variable, or put the PIN in that file, readable by Bartizan alone.")) : pin;
    }
}
