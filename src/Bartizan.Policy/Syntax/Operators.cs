namespace Bartizan.Policy.Syntax;

/// <summary>How operators are written.</summary>
internal static class Operators
{
    /// <summary>The sign, or the method's name.</summary>
    public static string Sign(this BinaryOperator op) => op switch
    {
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.In => "in",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Contains => "contains",
        BinaryOperator.ContainsAll => "containsAll",
        BinaryOperator.ContainsAny => "containsAny",
        BinaryOperator.GetTag => "getTag",
        _ => "hasTag",
    };

    /// <summary>Whether it is written as a method of its left side.</summary>
    public static bool IsMethod(this BinaryOperator op) => op >= BinaryOperator.Contains;

    public static string Name(this Variable variable) => variable switch
    {
        Variable.Principal => "principal",
        Variable.Action => "action",
        Variable.Resource => "resource",
        _ => "context",
    };
}
