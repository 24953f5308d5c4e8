using System.CommandLine;
using System.Text;
using Bartizan.Core.Credentials;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Secrets;

/// <summary>Takes a secret's value from standard input or a file: an argument would stand in the shell's history and in the list of processes.</summary>
internal static class SecretInput
{
    // Longer than any secret, so that too much is noticed and not cut.
    private const int MostRead = SecretText.LongestValue * 2;

    public static Argument<string> Name() => new("name") { Description = "The secret's name." };

    public static Option<FileInfo?> File() => new("--file") { Description = "File that holds the secret alone [default: standard input].", HelpName = "file" };

    /// <summary>The value.</summary>
    /// <exception cref="InputException">There is none, or it cannot be sent in a header.</exception>
    public static async Task<string> ReadAsync(FileInfo? file, CancellationToken cancellationToken)
    {
        if (file is not null)
        {
            try
            {
                using var reader = file.OpenText();
                return SecretText.ReadValue(await ReadAsync(reader, cancellationToken));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException(new InputError("The file cannot be read.", "Check its name and who may read it.", file.FullName));
            }
        }

        if (System.Console.IsInputRedirected)
        {
            return SecretText.ReadValue(await ReadAsync(System.Console.In, cancellationToken));
        }

        await System.Console.Error.WriteAsync("Paste the secret, which is not shown, and press Enter: ");
        return SecretText.ReadValue(ReadHidden());
    }

    private static async Task<string> ReadAsync(TextReader reader, CancellationToken cancellationToken)
    {
        var buffer = new char[MostRead];
        return new string(buffer, 0, await reader.ReadBlockAsync(buffer, cancellationToken));
    }

    private static string ReadHidden()
    {
        var text = new StringBuilder();
        for (ConsoleKeyInfo key; (key = System.Console.ReadKey(intercept: true)).Key != ConsoleKey.Enter && text.Length < MostRead;)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else
            {
                text.Append(key.KeyChar);
            }
        }

        System.Console.Error.WriteLine();
        return text.ToString();
    }
}
