using System.Buffers;
using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Secrets;

/// <summary>What stands where a secret goes without being one: variables, stars, the words that documentation writes there, counted-up digits.</summary>
internal static class Placeholders
{
    private static readonly CharSet Variable = CharSet.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["pass", "secret", "example", "placeholder", "redacted", "changeme", "change-me", "change_me", "dummy", "your", "sample", "insert", "replace", "todo", "fake", "foobar"], StringComparison.OrdinalIgnoreCase);

    // In the random part of a token nobody is dealt these.
    private static readonly SearchValues<string> Sequences = SearchValues.Create(
        ["xxxxx", "EXAMPLEKEY", "12345678", "01234567", "23456789", "76543210", "87654321", "abcdefghijklm", "AAAAAAAA", "00000000", "11111111", "aaaaaaaa"], StringComparison.Ordinal);

    private static readonly string[] Whole = ["pwd", "key", "apikey", "token", "test", "foo", "bar", "baz", "user", "name", "admin", "root", "guest", "letmein", "value", "string", "none", "null", "true", "false", "undefined", "..."];

    /// <summary>Whether a token with a prefix of its own is one that documentation shows: its random part holds a sequence.</summary>
    public static bool IsSequence(ReadOnlySpan<char> body) => body.ContainsAny(Sequences);

    /// <summary>Whether a password is a variable (<c>$NAME</c>, <c>${name}</c>, <c>{name}</c>, <c>%NAME%</c>, <c>%s</c>, <c>%(name)s</c>), masked (<c>***</c>, <c>xxxx</c>) or cut short.</summary>
    public static bool IsVariable(ReadOnlySpan<char> password) =>
        password.IsEmpty || password[0] is '{' or '[' or '*' or '<' || password.StartsWith("${") || password.StartsWith("$(") || password.StartsWith("%(") || password is "%s" || Checksums.AllSame(password)
        || password.Contains("***", StringComparison.Ordinal) || password.Contains("...", StringComparison.Ordinal)
        || (password[0] is '$' or '%' && password.Length > 1 && Variable.ContainsAll(password[1..].TrimEnd('%')) && !char.IsAsciiDigit(password[1]));

    /// <summary>Whether a password is a word, or holds one, that documentation writes where one goes.</summary>
    public static bool IsWord(ReadOnlySpan<char> password)
    {
        foreach (var word in Whole)
        {
            if (password.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return password.ContainsAny(Words);
    }
}
