namespace Bartizan.Gateway.Masking;

/// <summary>
/// Knows, character by character, whether a text is inside the address of something on a network: from two slashes of either kind to the end of the
/// word, or to the quote or bracket that the address began after. A mutable struct: keep it in a field.
/// </summary>
internal struct AddressTracker
{
    private char _last;
    private char _opened;
    private char _until;

    /// <summary>Whether the next character belongs to an address.</summary>
    public bool Inside { get; private set; }

    /// <summary>Takes the next character.</summary>
    public void Take(char c)
    {
        if (Inside)
        {
            Inside = _until == '\0' ? !char.IsWhiteSpace(c) && c is not ('"' or '<' or '>') : c != _until;
        }
        else if (IsSlash(c) && IsSlash(_last))
        {
            (Inside, _until) = (true, _opened switch { '"' => '"', '\'' => '\'', '<' => '>', _ => '\0' });
        }
        else if (!IsSlash(c) && !char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.' or ':'))
        {
            _opened = c;
        }

        _last = c;
    }

    private static bool IsSlash(char c) => c is '/' or '\\';
}
