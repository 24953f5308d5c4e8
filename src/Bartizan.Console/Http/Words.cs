namespace Bartizan.Console.Http;

/// <summary>Reads the words of an enumeration from a query, as the JSON of the API writes them.</summary>
internal static class Words
{
    /// <summary>The value of a word; refuses others, numbers too, and names those that there are.</summary>
    public static T Read<T>(string field, string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), word, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw new RefusalException(Refusals.BadField(field, "There is no such word here.", $"Use one of {string.Join(", ", All<T>())}."));
    }

    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Word(value.ToString());

    /// <summary>All words.</summary>
    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(Word);

    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
