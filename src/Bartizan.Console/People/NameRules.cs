namespace Bartizan.Console.People;

/// <summary>Which account names are taken: plain ones that look the same everywhere.</summary>
internal static class NameRules
{
    public const string Fix = "Use 2 to 64 letters a to z, digits, dots, dashes, underscores or @.";

    // The store finds accounts by id or name; a name that looks like an id could shadow another person's.
    private const string IdPrefix = "acc_";

    /// <summary>Whether a name may be given to an account.</summary>
    public static bool IsGood(string name) =>
        !name.StartsWith(IdPrefix, StringComparison.OrdinalIgnoreCase)
        && name.Length is >= 2 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@');
}
