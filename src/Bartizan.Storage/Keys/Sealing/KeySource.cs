using Bartizan.Core.Results;
using Bartizan.Storage.Keys.Pkcs11;

namespace Bartizan.Storage.Keys.Sealing;

/// <summary>
/// Says where a key-encryption key is: <c>keys:NAME</c> in the store's own folder of keys, <c>file:/path</c>, <c>env:NAME</c> (each 32 bytes in base64), or
/// <c>pkcs11:…</c> on a token (RFC 7512). The store remembers this text, never the key.
/// </summary>
internal static class KeySource
{
    private const string Own = "keys:";
    private const string File = "file:";
    private const string Variable = "env:";
    private const string Expected = "Write file:/path or env:NAME (32 bytes in base64, as `openssl rand -base64 32` makes them), or pkcs11:token=…;object=…?module-path=/…&pin-source=….";

    /// <summary>A new key in the store's own folder.</summary>
    public static string NewOwn(KeyFolder folder, int number)
    {
        var name = $"seal-{number}.key";
        folder.GetOrCreateSecret(name);
        return Own + name;
    }

    /// <summary>The file's name when a key is in the store's own folder, else null.</summary>
    public static string? OwnName(string source) => source.StartsWith(Own, StringComparison.Ordinal) ? source[Own.Length..] : null;

    /// <summary>Opens the key.</summary>
    /// <exception cref="InputException">It is not there, or is none.</exception>
    public static IKeyWrapper Open(string source, KeyFolder folder)
    {
        if (OwnName(source) is { } name)
        {
            return folder.ReadSecret(name) is { } key ? new LocalKeyWrapper(key) : throw Missing(source, "Restore keys/" + name + " from a backup: nothing that is sealed in this store opens without it.");
        }

        if (source.StartsWith(File, StringComparison.Ordinal) && source.Length > File.Length)
        {
            var path = source[File.Length..];
            return System.IO.File.Exists(path)
                ? new LocalKeyWrapper(Decode(KeyFolder.ReadClosed(path), source))
                : throw Missing(source, "Put the key file back, readable by Bartizan alone: nothing that is sealed in this store opens without it.");
        }

        if (source.StartsWith(Variable, StringComparison.Ordinal) && source.Length > Variable.Length)
        {
            return Environment.GetEnvironmentVariable(source[Variable.Length..]) is { Length: > 0 } text
                ? new LocalKeyWrapper(Decode(text, source))
                : throw Missing(source, $"Set the environment variable {source[Variable.Length..]}: nothing that is sealed in this store opens without it.");
        }

        return Pkcs11Uri.TryParse(source) is { } uri ? new Pkcs11KeyWrapper(uri) : throw new InputException(new InputError($"{Shown(source)} names no key-encryption key.", Expected));
    }

    // What is not understood may be the key itself, in the wrong place.
    private static string Shown(string source) => source.Contains(':', StringComparison.Ordinal) ? source[..(source.IndexOf(':', StringComparison.Ordinal) + 1)] + "…" : "This";

    private static InputException Missing(string source, string fix) => new(new InputError($"The key-encryption key {source} is not there.", fix));

    private static byte[] Decode(string text, string source)
    {
        var key = new byte[64];
        return Convert.TryFromBase64String(text.Trim(), key, out var length) && length == 32
            ? key[..32]
            : throw new InputException(new InputError($"The key-encryption key {source} does not hold 32 bytes in base64.", "Make one with: openssl rand -base64 32"));
    }
}
