namespace Bartizan.Guard.Spans;

/// <summary>A set of ASCII characters as 128 bits.</summary>
internal readonly struct CharSet
{
    private readonly ulong _low;
    private readonly ulong _high;

    private CharSet(string characters)
    {
        foreach (var c in characters)
        {
            _ = c < 64 ? _low |= 1UL << c : _high |= 1UL << (c - 64);
        }
    }

    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Digit = "0123456789";

    public static readonly CharSet Digits = new(Digit);
    public static readonly CharSet UpperLetters = new(Upper);
    public static readonly CharSet Letters = new(Upper + Lower);
    public static readonly CharSet Alphanumeric = new(Upper + Lower + Digit);
    public static readonly CharSet UpperAlphanumeric = new(Upper + Digit);
    public static readonly CharSet LowerAlphanumeric = new(Lower + Digit);
    public static readonly CharSet Hex = new("ABCDEFabcdef" + Digit);
    public static readonly CharSet LowerHex = new("abcdef" + Digit);
    public static readonly CharSet Word = new(Upper + Lower + Digit + "_");
    public static readonly CharSet Base64Url = new(Upper + Lower + Digit + "_-");
    public static readonly CharSet Base64 = new(Upper + Lower + Digit + "+/");
    public static readonly CharSet Base58 = new("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789");

    /// <summary>What keys and tokens are made of; maximal runs of these are looked at as one.</summary>
    public static readonly CharSet Token = new(Upper + Lower + Digit + "_-+/.");
    public static readonly CharSet DottedBase64 = new(Upper + Lower + Digit + "_-.+/=");

    public static CharSet Of(string characters) => new(characters);

    public bool Contains(char c) => c < 128 && (((c < 64 ? _low : _high) >> (c & 63)) & 1) != 0;

    public bool ContainsAll(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!Contains(c))
            {
                return false;
            }
        }

        return true;
    }
}
