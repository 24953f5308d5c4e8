using System.Globalization;
using Bartizan.Policy.History;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Syntax;

/// <summary>Recursive descent over expressions, one method a level of precedence, weakest first.</summary>
internal sealed class ExpressionParser(TokenCursor cursor, Clause clause = Clause.Plain)
{
    private const int MostUnary = 4;

    private int _depth;

    public Expr ParseExpression()
    {
        if (++_depth > Expr.MaxHeight)
        {
            cursor.Fail($"This is nested more than {Expr.MaxHeight} levels deep.", "Split the policy.");
        }

        var expression = cursor.IsWord("if") ? ParseIf() : ParseOr();
        _depth--;
        return expression;
    }

    private IfExpr ParseIf()
    {
        var start = cursor.Advance();
        var test = ParseExpression();
        ExpectWord("then");
        var then = ParseExpression();
        ExpectWord("else");
        var otherwise = ParseExpression();
        return Checked(new IfExpr(test, then, otherwise) { Span = start.Span.To(otherwise.Span) });
    }

    private void ExpectWord(string word)
    {
        if (!cursor.SkipWord(word))
        {
            cursor.Fail($"Expected {word}, found {cursor.Shown(cursor.Current)}.", "The form is: if … then … else ….");
        }
    }

    private Expr ParseOr() => ParseJunction(TokenKind.Or, isAnd: false);

    private Expr ParseJunction(TokenKind sign, bool isAnd)
    {
        var first = isAnd ? ParseRelation() : ParseJunction(TokenKind.And, isAnd: true);
        if (!cursor.Is(sign))
        {
            return first;
        }

        var terms = new List<Expr> { first };
        while (cursor.Skip(sign))
        {
            terms.Add(isAnd ? ParseRelation() : ParseJunction(TokenKind.And, isAnd: true));
        }

        return Checked(JunctionExpr.Of(isAnd, terms, first.Span.To(terms[^1].Span)));
    }

    private Expr ParseRelation()
    {
        var left = ParseSum();
        var relation = left;
        if (Relational(cursor.Current) is { } op)
        {
            cursor.Advance();
            var right = ParseSum();
            relation = Checked(new BinaryExpr(op, left, right) { Span = left.Span.To(right.Span) });
        }
        else if (cursor.SkipWord("has"))
        {
            var path = ParseHasPath();
            relation = Checked(new HasExpr(left, path) { Span = left.Span.To(cursor.Previous.Span) });
        }
        else if (cursor.SkipWord("like"))
        {
            var token = cursor.Expect(TokenKind.Text, "a pattern in quotes after like", "Write for example: context.path like \"*.txt\".");
            relation = Checked(new LikeExpr(left, QuotedText.ReadPattern(cursor.Source, token, cursor.Diagnostics)) { Span = left.Span.To(token.Span) });
        }
        else if (cursor.SkipWord("is"))
        {
            var type = PathParser.ParseTypeName(cursor);
            var group = cursor.SkipWord("in") ? ParseSum() : null;
            relation = Checked(new IsExpr(left, type, group) { Span = left.Span.To(cursor.Previous.Span) });
        }

        if (!ReferenceEquals(relation, left) && (Relational(cursor.Current) is not null || cursor.IsWord("has") || cursor.IsWord("like") || cursor.IsWord("is")))
        {
            cursor.Fail($"{cursor.Shown(cursor.Current)} cannot follow another comparison.", "Put parentheses around the first one, or join the two with &&.");
        }

        if (cursor.Is(TokenKind.Foreign))
        {
            FailOnForeignSign();
        }

        return relation;
    }

    private void FailOnForeignSign() => cursor.Fail($"Cedar has no operator {cursor.Shown(cursor.Current)}.", cursor.Text switch
    {
        "=" => "Write == to compare.",
        "&" => "Write &&.",
        "|" => "Write ||.",
        "/" => "There is no division, and comments begin with //.",
        "%" => "There is no remainder.",
        _ => "Strings stand in double quotes.",
    });

    private BinaryOperator? Relational(Token token) => token.Kind switch
    {
        TokenKind.Equal => BinaryOperator.Equal,
        TokenKind.NotEqual => BinaryOperator.NotEqual,
        TokenKind.Less => BinaryOperator.Less,
        TokenKind.LessOrEqual => BinaryOperator.LessOrEqual,
        TokenKind.Greater => BinaryOperator.Greater,
        TokenKind.GreaterOrEqual => BinaryOperator.GreaterOrEqual,
        TokenKind.Identifier when cursor.TextOf(token) is "in" => BinaryOperator.In,
        _ => null,
    };

    private List<string> ParseHasPath()
    {
        if (cursor.Is(TokenKind.Text))
        {
            return [QuotedText.Read(cursor.Source, cursor.Advance(), cursor.Diagnostics)];
        }

        var path = new List<string> { cursor.ExpectName("an attribute name after has") };
        while (cursor.Skip(TokenKind.Dot))
        {
            path.Add(cursor.ExpectName("an attribute name"));
        }

        return path;
    }

    private Expr ParseSum()
    {
        var left = ParseProduct();
        while (cursor.Is(TokenKind.Plus) || cursor.Is(TokenKind.Minus))
        {
            var op = cursor.Advance().Kind == TokenKind.Plus ? BinaryOperator.Add : BinaryOperator.Subtract;
            var right = ParseProduct();
            left = Checked(new BinaryExpr(op, left, right) { Span = left.Span.To(right.Span) });
        }

        return left;
    }

    private Expr ParseProduct()
    {
        var left = ParseUnary();
        while (cursor.Skip(TokenKind.Star))
        {
            var right = ParseUnary();
            left = Checked(new BinaryExpr(BinaryOperator.Multiply, left, right) { Span = left.Span.To(right.Span) });
        }

        return left;
    }

    private Expr ParseUnary()
    {
        var sign = cursor.Current;
        if (sign.Kind is not (TokenKind.Not or TokenKind.Minus))
        {
            return ParseMember();
        }

        var count = 0;
        while (cursor.Skip(sign.Kind))
        {
            count++;
        }

        if (count > MostUnary)
        {
            cursor.Fail(sign.Span, $"{count} signs {cursor.Shown(sign)} in a row.", $"Write at most {MostUnary}.");
        }

        Expr operand;
        if (sign.Kind == TokenKind.Minus && cursor.Is(TokenKind.Number) && cursor.Following.Kind is not (TokenKind.Dot or TokenKind.OpenBracket))
        {
            operand = ParseNumber(isNegative: true); // -9223372036854775808 has no positive counterpart
            count--;
        }
        else
        {
            operand = ParseMember();
        }

        for (; count > 0; count--)
        {
            operand = Checked(new UnaryExpr(sign.Kind == TokenKind.Not ? UnaryOperator.Not : UnaryOperator.Negate, operand) { Span = sign.Span.To(operand.Span) });
        }

        return operand;
    }

    private Expr ParseMember()
    {
        var member = ParsePrimary();
        while (true)
        {
            if (cursor.Skip(TokenKind.Dot))
            {
                var name = cursor.Current;
                var text = cursor.ExpectName("an attribute or method");
                member = cursor.Is(TokenKind.OpenParen)
                    ? Checked(Calls.Method(cursor, member, text, name.Span, ParseArguments()))
                    : Checked(new AttributeExpr(member, text) { Span = member.Span.To(name.Span) });
            }
            else if (cursor.Skip(TokenKind.OpenBracket))
            {
                var token = cursor.Expect(TokenKind.Text, "an attribute name in quotes", "Lists have no positions; attributes are read as context[\"name\"].");
                cursor.Expect(TokenKind.CloseBracket, "]", "Close the attribute name.");
                member = Checked(new AttributeExpr(member, QuotedText.Read(cursor.Source, token, cursor.Diagnostics)) { Span = member.Span.To(cursor.Previous.Span) });
            }
            else
            {
                return member;
            }
        }
    }

    private Expr ParsePrimary()
    {
        var start = cursor.Current;
        switch (start.Kind)
        {
            case TokenKind.Number:
                return ParseNumber(isNegative: false);
            case TokenKind.Text:
                cursor.Advance();
                return new LiteralExpr(new CedarString(QuotedText.Read(cursor.Source, start, cursor.Diagnostics))) { Span = start.Span };
            case TokenKind.OpenParen:
                cursor.Advance();
                var inner = ParseExpression();
                cursor.Expect(TokenKind.CloseParen, ")", "Close the parenthesis.");
                return inner;
            case TokenKind.OpenBracket:
                var items = ParseList(TokenKind.CloseBracket, "]");
                return Checked(new SetExpr(items) { Span = start.Span.To(cursor.Previous.Span) });
            case TokenKind.OpenBrace:
                return ParseRecord();
            case TokenKind.Identifier:
                return ParseWord();
            case TokenKind.Slot:
                cursor.Fail($"The slot {cursor.Shown(start)} cannot stand in a condition.", "Slots are for the policy's head, as in: principal == ?principal.");
                return null;
            default:
                if (start.Kind == TokenKind.Foreign)
                {
                    FailOnForeignSign();
                }

                cursor.Fail($"Expected a value, found {cursor.Shown(start)}.", "Write a literal, principal, action, resource, context, an entity, or a call.");
                return null;
        }
    }

    private Expr ParseWord()
    {
        var start = cursor.Current;
        if (cursor.SkipWord("true") || cursor.SkipWord("false"))
        {
            return new LiteralExpr(CedarBool.Of(cursor.TextOf(start) is "true")) { Span = start.Span };
        }

        if (HistoryParser.Begins(cursor))
        {
            return Checked(new HistoryParser(cursor).Parse(clause));
        }

        if (clause == Clause.Event && cursor.IsWord("event"))
        {
            return HistoryParser.ParseField(cursor);
        }

        if (cursor.IsWord("if"))
        {
            cursor.Fail("An if inside an expression needs parentheses.", "Write (if … then … else …).");
        }

        var path = PathParser.ParsePath(cursor);
        if (cursor.Is(TokenKind.Text))
        {
            var token = cursor.Advance();
            return new LiteralExpr(new CedarEntity(new EntityUid(path, QuotedText.Read(cursor.Source, token, cursor.Diagnostics)))) { Span = start.Span.To(token.Span) };
        }

        if (cursor.Is(TokenKind.OpenParen))
        {
            return Checked(Calls.Function(cursor, path, start.Span, ParseArguments()));
        }

        Variable? variable = path switch
        {
            "principal" => Variable.Principal,
            "action" => Variable.Action,
            "resource" => Variable.Resource,
            "context" => Variable.Context,
            _ => null,
        };
        if (variable is null)
        {
            cursor.Diagnostics.Add(start.Span, $"{path} is not a variable.", $"The variables are principal, action, resource and context; text needs quotes, and entities look like {path}::\"id\".");
        }

        return new VariableExpr(variable ?? Variable.Context) { Span = start.Span.To(cursor.Previous.Span) };
    }

    private LiteralExpr ParseNumber(bool isNegative)
    {
        var token = cursor.Advance();
        var text = isNegative ? $"-{cursor.TextOf(token)}" : cursor.TextOf(token).ToString();
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            cursor.Diagnostics.Add(token.Span, $"The number {cursor.Shown(token)} does not fit 64 bits.", $"The largest is {long.MaxValue}.");
        }

        return new LiteralExpr(new CedarLong(value)) { Span = token.Span };
    }

    private List<Expr> ParseArguments() => ParseList(TokenKind.CloseParen, ")");

    private List<Expr> ParseList(TokenKind close, string sign)
    {
        cursor.Advance();
        var items = new List<Expr>();
        while (!cursor.Is(close))
        {
            items.Add(ParseExpression());
            if (!cursor.Skip(TokenKind.Comma))
            {
                break;
            }
        }

        cursor.Expect(close, $", or {sign}", "Separate items by commas and close the list.");
        return items;
    }

    private RecordExpr ParseRecord()
    {
        var start = cursor.Advance();
        var fields = new List<KeyValuePair<string, Expr>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (!cursor.Is(TokenKind.CloseBrace))
        {
            var token = cursor.Current;
            var name = cursor.Is(TokenKind.Text) ? QuotedText.Read(cursor.Source, cursor.Advance(), cursor.Diagnostics) : cursor.ExpectName("a record key");
            cursor.Expect(TokenKind.Colon, ": after a record key", "Records look like {name: value}.");
            fields.Add(new(name, ParseExpression()));
            if (!names.Add(name))
            {
                cursor.Diagnostics.Add(token.Span, $"The key {name} is given twice.", "Keep one of the two.");
            }

            if (!cursor.Skip(TokenKind.Comma))
            {
                break;
            }
        }

        cursor.Expect(TokenKind.CloseBrace, ", or }", "Separate fields by commas and close the record.");
        return Checked(new RecordExpr(fields) { Span = start.Span.To(cursor.Previous.Span) });
    }

    private T Checked<T>(T expression)
        where T : Expr
    {
        if (expression.Height > Expr.MaxHeight)
        {
            cursor.Fail(expression.Span, $"This is nested more than {Expr.MaxHeight} levels deep.", "Split the policy.");
        }

        return expression;
    }
}
