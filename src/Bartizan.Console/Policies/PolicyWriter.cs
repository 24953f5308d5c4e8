using System.Text;

namespace Bartizan.Console.Policies;

/// <summary>Writes a policy file whole or not at all, and only in the place of the text that somebody looked at.</summary>
internal static class PolicyWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Whether the file is one that people edit here: an ordinary file, not a link, as those are that other programs manage.</summary>
    public static bool IsOrdinary(string path) => new FileInfo(path) is { Exists: true, LinkTarget: null } file && !file.Attributes.HasFlag(FileAttributes.ReadOnly);

    /// <summary>
    /// Replaces a file's text, or makes the file. Readers see the old text or the new one, and after a crash one of the two is there. False, and nothing is
    /// written, where the file holds another text than <paramref name="before"/> (null: where it is there at all).
    /// </summary>
    /// <param name="path">Full path.</param>
    /// <param name="before">The text that was looked at; null for a new file.</param>
    /// <param name="text">What it is to hold.</param>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be.</exception>
    public static bool Write(string path, string? before, string text)
    {
        var written = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        try
        {
            using (var file = new FileStream(written, Options(path)))
            {
                file.Write(Utf8.GetBytes(LikeBefore(text, before)));
                file.Flush(flushToDisk: true);
            }

            if (before is null)
            {
                return !File.Exists(path) && Move(written, path);
            }

            if (!IsOrdinary(path) || File.ReadAllText(path) != before)
            {
                return false;
            }

            File.Move(written, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(written);
        }
    }

    // Lines end as they did: a browser knows only one way, and a review should not have to read every line as changed.
    private static string LikeBefore(string text, string? before) =>
        before?.Contains("\r\n", StringComparison.Ordinal) == true && !text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text;

    private static bool Move(string written, string path)
    {
        try
        {
            File.Move(written, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false; // somebody else made it meanwhile
        }
    }

    private static FileStreamOptions Options(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.Exists(path) ? File.GetUnixFileMode(path) : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        }

        return options;
    }
}
