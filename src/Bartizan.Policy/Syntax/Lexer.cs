using System.Text;

namespace Bartizan.Policy.Syntax;

/// <summary>Cuts source text into tokens in one pass; what it cannot read it reports and leaves out.</summary>
internal ref struct Lexer(string source, Diagnostics diagnostics)
{
    private int _at;

    /// <summary>All tokens, ending with <see cref="TokenKind.End"/>.</summary>
    public static List<Token> Tokenize(string source, Diagnostics diagnostics)
    {
        var lexer = new Lexer(source, diagnostics);
        var tokens = new List<Token>(source.Length / 4);
        Token token;
        do
        {
            token = lexer.Next();
            tokens.Add(token);
        }
        while (token.Kind != TokenKind.End);
        return tokens;
    }

    private Token Next()
    {
        while (true)
        {
            SkipBlanks();
            if (_at >= source.Length)
            {
                return new Token(TokenKind.End, new SourceSpan(source.Length, 0));
            }

            var start = _at;
            var c = source[_at];
            var kind = c switch
            {
                '"' => ReadString(),
                '?' => ReadSlot(),
                _ when CedarText.IsIdentifierStart(c) => ReadWhile(TokenKind.Identifier, CedarText.IsIdentifierPart),
                _ when char.IsAsciiDigit(c) => ReadWhile(TokenKind.Number, char.IsAsciiDigit),
                _ => ReadSign(),
            };
            if (kind is { } found)
            {
                return new Token(found, new SourceSpan(start, _at - start));
            }
        }
    }

    private void SkipBlanks()
    {
        while (_at < source.Length)
        {
            if (char.IsWhiteSpace(source[_at]))
            {
                _at++;
            }
            else if (source.AsSpan(_at).StartsWith("//"))
            {
                var end = source.AsSpan(_at).IndexOfAny('\n', '\r');
                _at = end < 0 ? source.Length : _at + end;
            }
            else
            {
                return;
            }
        }
    }

    private TokenKind ReadWhile(TokenKind kind, Func<char, bool> belongs)
    {
        while (_at < source.Length && belongs(source[_at]))
        {
            _at++;
        }

        return kind;
    }

    private TokenKind ReadString()
    {
        var start = _at++;
        while (_at < source.Length && source[_at] != '"')
        {
            _at += source[_at] == '\\' ? 2 : 1;
        }

        if (_at >= source.Length)
        {
            // Most likely the quote is missing at the end of its line: read on from there, so that later errors make sense.
            var line = source.AsSpan(start).IndexOf('\n');
            _at = line < 0 ? source.Length : start + line;
            diagnostics.Add(new SourceSpan(start, _at - start), "This string has no closing quote.", "Add \" at its end.");
            return TokenKind.Text;
        }

        _at++;
        return TokenKind.Text;
    }

    private TokenKind? ReadSlot()
    {
        var start = _at++;
        ReadWhile(TokenKind.Slot, CedarText.IsIdentifierPart);
        if (_at == start + 1)
        {
            return TokenKind.Question; // of schemas
        }

        if (source.AsSpan(start, _at - start) is "?principal" or "?resource")
        {
            return TokenKind.Slot;
        }

        diagnostics.Add(new SourceSpan(start, _at - start), $"{source.AsSpan(start, _at - start)} is not a slot.", "The slots are ?principal and ?resource.");
        return null;
    }

    private TokenKind? ReadSign()
    {
        var rest = source.AsSpan(_at);
        var (kind, length) = rest switch
        {
            ['=', '=', ..] => (TokenKind.Equal, 2),
            ['!', '=', ..] => (TokenKind.NotEqual, 2),
            ['<', '=', ..] => (TokenKind.LessOrEqual, 2),
            ['>', '=', ..] => (TokenKind.GreaterOrEqual, 2),
            ['&', '&', ..] => (TokenKind.And, 2),
            ['|', '|', ..] => (TokenKind.Or, 2),
            [':', ':', ..] => (TokenKind.DoubleColon, 2),
            ['@', ..] => (TokenKind.At, 1),
            ['(', ..] => (TokenKind.OpenParen, 1),
            [')', ..] => (TokenKind.CloseParen, 1),
            ['{', ..] => (TokenKind.OpenBrace, 1),
            ['}', ..] => (TokenKind.CloseBrace, 1),
            ['[', ..] => (TokenKind.OpenBracket, 1),
            [']', ..] => (TokenKind.CloseBracket, 1),
            [',', ..] => (TokenKind.Comma, 1),
            [';', ..] => (TokenKind.Semicolon, 1),
            [':', ..] => (TokenKind.Colon, 1),
            ['.', ..] => (TokenKind.Dot, 1),
            ['<', ..] => (TokenKind.Less, 1),
            ['>', ..] => (TokenKind.Greater, 1),
            ['!', ..] => (TokenKind.Not, 1),
            ['+', ..] => (TokenKind.Plus, 1),
            ['-', ..] => (TokenKind.Minus, 1),
            ['*', ..] => (TokenKind.Star, 1),
            ['=' or '/' or '%' or '&' or '|' or '\'', ..] => (TokenKind.Foreign, 1),
            _ => (TokenKind.End, 0),
        };
        if (length > 0)
        {
            _at += length;
            return kind;
        }

        if (Rune.DecodeFromUtf16(rest, out var rune, out var units) != System.Buffers.OperationStatus.Done)
        {
            rune = Rune.ReplacementChar;
        }

        diagnostics.Add(new SourceSpan(_at, units), $"The character {Describe(rune)} has no meaning here.", "Remove it, or put it into a string.");
        _at += units;
        return null;
    }

    private static string Describe(Rune rune) => Rune.IsControl(rune) || rune.Value > 0x7E ? $"U+{rune.Value:X4}" : $"'{rune}'";
}
