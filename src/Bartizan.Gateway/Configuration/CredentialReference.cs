using Bartizan.Core.Results;

namespace Bartizan.Gateway.Configuration;

/// <summary>Says where a secret is, so that the secret itself is in no configuration file.</summary>
public sealed record CredentialReference
{
    private readonly string? _variable;
    private readonly string? _file;

    private CredentialReference(string? variable, string? file) => (_variable, _file) = (variable, file);

    /// <summary>Reads <c>env:NAME</c> or <c>file:/path</c>; null when it is neither.</summary>
    public static CredentialReference? TryParse(string text)
    {
        if (text.StartsWith("env:", StringComparison.Ordinal) && text.Length > 4)
        {
            return new(text[4..], null);
        }

        return text.StartsWith("file:", StringComparison.Ordinal) && text.Length > 5 ? new(null, text[5..]) : null;
    }

    /// <summary>Fetches the secret, without surrounding white space.</summary>
    /// <exception cref="InputException">It is not there, or cannot be sent in a header.</exception>
    public string Resolve()
    {
        var secret = ResolveText();
        return secret.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw new InputException(new InputError($"The credential {this} holds characters that no key has.", "Put only the key there, on one line."))
            : secret;
    }

    /// <summary>Fetches what is there, such as a key in PEM, without surrounding white space.</summary>
    /// <exception cref="InputException">It is not there.</exception>
    public string ResolveText()
    {
        var text = (_variable is not null ? Environment.GetEnvironmentVariable(_variable) : ReadFile(_file!))?.Trim();
        return string.IsNullOrEmpty(text)
            ? throw new InputException(new InputError($"The credential {this} is not set.", _variable is not null
                ? $"Set the environment variable {_variable}, or use file:/path."
                : "Put the key in that file, readable by Bartizan alone, or use env:NAME."))
            : text;
    }

    /// <inheritdoc/>
    public override string ToString() => _variable is not null ? "env:" + _variable : "file:" + _file;

    private static string? ReadFile(string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            var buffer = new char[16 << 10];
            return new string(buffer, 0, reader.ReadBlock(buffer));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
