using System.Text;
using System.Text.Json;

namespace Bartizan.EndToEnd.Credentials;

/// <summary>A secret to look for, in every form in which it could stand somewhere.</summary>
internal sealed class Canary
{
    private readonly byte[][] _forms;

    public Canary(string value)
    {
        Value = value;
        var bytes = Encoding.UTF8.GetBytes(value);
        List<string> forms =
        [
            value, Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), Uri.EscapeDataString(value), JsonSerializer.Serialize(value)[1..^1],
            string.Concat(value.Select(c => $"\\u{(int)c:x4}")), string.Concat(bytes.Select(b => $"%{b:X2}")), string.Concat(value.Select(c => $"{c}\0")),
        ];
        for (var before = 0; before < 3; before++)
        {
            // What is the same whatever stands around it.
            var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var clean = text[(((before * 8) + 5) / 6)..((before + bytes.Length) * 8 / 6)];
            forms.Add(clean);
            forms.Add(clean.Replace('+', '-').Replace('/', '_'));
        }

        _forms = [.. forms.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
    }

    public string Value { get; }

    /// <summary>The form in which it stands there; null when it does not.</summary>
    public string? FindIn(ReadOnlySpan<byte> bytes)
    {
        foreach (var form in _forms)
        {
            if (bytes.IndexOf(form) >= 0)
            {
                return Encoding.UTF8.GetString(form);
            }
        }

        return null;
    }

    public void IsNotIn(string what, string text)
    {
        var form = FindIn(Encoding.UTF8.GetBytes(text));
        Assert.True(form is null, $"{what} holds a secret as {form}");
    }

    /// <summary>Looks through every file below a folder, but for the lock, which a running server keeps to itself.</summary>
    public void IsNowhereIn(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var form = FindIn(bytes);
            Assert.True(form is null, $"{file} holds a secret as {form}");
        }
    }
}
