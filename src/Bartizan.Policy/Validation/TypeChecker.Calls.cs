using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Validation;

/// <content>Calls of extension functions.</content>
internal sealed partial class TypeChecker
{
    private Typing CheckCall(CallExpr e, Capabilities prior)
    {
        var (parameters, result) = Signature(e.Function);
        var types = e.Arguments.Select(a => Check(a, prior).Type).ToList();
        if (types.Count != parameters.Length)
        {
            var receiver = e.Function.IsMethod() ? 1 : 0;
            findings.Report(e, $"{e.Function.Name()} takes {parameters.Length - receiver} arguments, not {types.Count - receiver}.", "", kind);
            return Typing.Failed;
        }

        var fits = true;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (types[i] is { } type && !type.Equals(parameters[i]))
            {
                findings.ReportMismatch(e.Arguments[i], $"{e.Function.Name()} needs {Named(parameters[i])}", type, kind);
            }

            fits &= types[i] is { } given && given.Equals(parameters[i]);
        }

        return fits && (e.Function.IsMethod() || CheckConstructor(e)) ? result : Typing.Failed;
    }

    // A text that is only known to a request could make no value; one that is written here can be tried now.
    private bool CheckConstructor(CallExpr e)
    {
        if (e.Arguments[0] is not LiteralExpr literal)
        {
            findings.Report(e, $"{e.Function.Name()} needs its text written out here.", $"Let the context hold {Named(Signature(e.Function).Result)} instead of a String.", kind);
            return false;
        }

        if (Extensions.Call(e.Function, [literal.Value]) is Fault fault)
        {
            findings.Report(e, fault.Message, "", kind);
            return false;
        }

        return true;
    }

    private static (SchemaType[] Parameters, SchemaType Result) Signature(ExtensionFunction function) => function switch
    {
        ExtensionFunction.Ip => ([StringType.Instance], ExtensionType.Ip),
        ExtensionFunction.Decimal => ([StringType.Instance], ExtensionType.Decimal),
        ExtensionFunction.DateTime => ([StringType.Instance], ExtensionType.DateTime),
        ExtensionFunction.Duration => ([StringType.Instance], ExtensionType.Duration),
        ExtensionFunction.IsIpv4 or ExtensionFunction.IsIpv6 or ExtensionFunction.IsLoopback or ExtensionFunction.IsMulticast => ([ExtensionType.Ip], BoolType.Any),
        ExtensionFunction.IsInRange => ([ExtensionType.Ip, ExtensionType.Ip], BoolType.Any),
        ExtensionFunction.LessThan or ExtensionFunction.LessThanOrEqual or ExtensionFunction.GreaterThan or ExtensionFunction.GreaterThanOrEqual
            => ([ExtensionType.Decimal, ExtensionType.Decimal], BoolType.Any),
        ExtensionFunction.Offset => ([ExtensionType.DateTime, ExtensionType.Duration], ExtensionType.DateTime),
        ExtensionFunction.DurationSince => ([ExtensionType.DateTime, ExtensionType.DateTime], ExtensionType.Duration),
        ExtensionFunction.ToDate => ([ExtensionType.DateTime], ExtensionType.DateTime),
        ExtensionFunction.ToTime => ([ExtensionType.DateTime], ExtensionType.Duration),
        _ => ([ExtensionType.Duration], LongType.Instance),
    };
}
