using Bartizan.Core.Results;

namespace Bartizan.Policy.Syntax;

/// <summary>Makes a policy set of Cedar text.</summary>
internal static class PolicyReader
{
    public static PolicySet Read(string text, string file, PolicyIds ids)
    {
        var diagnostics = new Diagnostics(text, file);
        var syntaxes = Parser.ParsePolicies(text, diagnostics);
        if (diagnostics.HasErrors)
        {
            throw new InputException(diagnostics.Errors());
        }

        var policies = new List<Policy>(syntaxes.Count);
        var templates = new List<Policy>();
        var (line, seenTo) = (1, 0);
        for (var i = 0; i < syntaxes.Count; i++)
        {
            var syntax = syntaxes[i];
            line += text.AsSpan(seenTo, syntax.Span.Start - seenTo).Count('\n');
            seenTo = syntax.Span.Start;
            var given = ids == PolicyIds.FromAnnotation ? syntax.Annotations.FirstOrDefault(a => a.Key is "id").Value : null;
            var policy = new Policy(given ?? $"policy{i}", given is not null, syntax, text.Substring(syntax.Span.Start, syntax.Span.Length), file, line)
            {
                Column = syntax.Span.Start - text.AsSpan(0, syntax.Span.Start).LastIndexOf('\n'),
            };
            (policy.IsTemplate ? templates : policies).Add(policy);
        }

        return new PolicySet(policies, templates);
    }
}
