using System.Diagnostics.CodeAnalysis;

namespace Bartizan.Policy.Syntax;

/// <summary>Walks over the tokens of one source for the parsers, and says what was expected when something else stands there.</summary>
internal sealed class TokenCursor(string source, Diagnostics diagnostics)
{
    private readonly List<Token> _tokens = Lexer.Tokenize(source, diagnostics);
    private int _at;

    public string Source => source;

    public Diagnostics Diagnostics => diagnostics;

    public Token Current => _tokens[_at];

    public Token Previous => _tokens[Math.Max(0, _at - 1)];

    public Token Following => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    public int Position => _at;

    public ReadOnlySpan<char> Text => TextOf(Current);

    public ReadOnlySpan<char> TextOf(Token token) => source.AsSpan(token.Span.Start, token.Span.Length);

    public bool Is(TokenKind kind) => Current.Kind == kind;

    /// <summary>Whether the current token is the word <paramref name="word"/>.</summary>
    public bool IsWord(string word) => Is(TokenKind.Identifier) && Text.SequenceEqual(word);

    public Token Advance()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
        {
            _at++;
        }

        return token;
    }

    public bool Skip(TokenKind kind)
    {
        if (!Is(kind))
        {
            return false;
        }

        _at++;
        return true;
    }

    public bool SkipWord(string word)
    {
        if (!IsWord(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    public Token Expect(TokenKind kind, string what, string fix)
    {
        if (!Is(kind))
        {
            Fail($"Expected {what}, found {Shown(Current)}.", fix);
        }

        return Advance();
    }

    /// <summary>A word that may name an attribute, key or type.</summary>
    public string ExpectName(string what)
    {
        var token = Expect(TokenKind.Identifier, what, "Names consist of letters, digits and _, and do not begin with a digit.");
        var name = TextOf(token).ToString();
        if (CedarText.IsReserved(name))
        {
            diagnostics.Add(token.Span, $"{name} is a reserved word and cannot be {what}.", $"Use another name, or for attributes the form [\"{name}\"].");
        }

        return name;
    }

    /// <summary>Gives up on the current policy.</summary>
    [DoesNotReturn]
    public void Fail(string what, string fix) => Fail(Current.Span, what, fix);

    [DoesNotReturn]
    public void Fail(SourceSpan span, string what, string fix)
    {
        diagnostics.Add(span, what, fix);
        throw new AbandonedException();
    }

    /// <summary>A token in words for people.</summary>
    public string Shown(Token token) => token.Kind switch
    {
        TokenKind.End => "the end of the text",
        _ when token.Span.Length > 40 => $"{TextOf(token)[..37]}…",
        _ => TextOf(token).ToString(),
    };

    /// <summary>
    /// Unwinds the recursive descent to the policy's boundary, where reading goes on; the error is already in the diagnostics.
    /// A value would have to be checked at each of some eighty call sites, on a path that is not hot.
    /// </summary>
    [SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Never leaves the parser.")]
    [SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Never leaves the parser.")]
    [SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Never leaves the parser.")]
    internal sealed class AbandonedException : Exception;
}
