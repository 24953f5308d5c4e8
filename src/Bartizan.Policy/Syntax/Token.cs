namespace Bartizan.Policy.Syntax;

/// <summary>What a token is; punctuation has a kind of its own for each sign.</summary>
internal enum TokenKind
{
    End,
    Identifier,
    Number,
    Text,
    Slot,
    Question,
    At,
    OpenParen,
    CloseParen,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Comma,
    Semicolon,
    Colon,
    DoubleColon,
    Dot,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Not,
    Plus,
    Minus,
    Star,

    /// <summary>A sign of other languages that people reach for; the parser says what to write instead.</summary>
    Foreign,
}

/// <summary>A word or sign of the source. For <see cref="TokenKind.Text"/> the span includes the quotes.</summary>
internal readonly record struct Token(TokenKind Kind, SourceSpan Span);
