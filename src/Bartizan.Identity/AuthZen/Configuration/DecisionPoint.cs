using Bartizan.Core.Results;
using Bartizan.Identity.AuthZen.Searching;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Validation;

namespace Bartizan.Identity.AuthZen.Configuration;

/// <summary>Everything a question is decided by, compiled and immutable. One request uses one decision point from beginning to end.</summary>
public sealed class DecisionPoint
{
    private DecisionPoint(AuthZenOptions options, DecisionPointSources sources)
    {
        (Options, Digest, Entities, Schema) = (options, sources.Digest, sources.Entities, sources.Schema);
        Engine = new PolicyEngine(sources.Policies);
        Callers = new CallerRules(options);
        Names = new CedarNames(options.Namespace);
        Metadata = options.Url is { } url ? new PdpMetadata(new Uri(url), asksPeople: !options.Anonymous) : null;
        Candidates = new Candidates(this);
    }

    /// <summary>The policies, ready to decide.</summary>
    public PolicyEngine Engine { get; }

    /// <summary>The stored entities.</summary>
    public EntityStore Entities { get; }

    /// <summary>The schema that requests must fit, or null.</summary>
    public PolicySchema? Schema { get; }

    /// <summary>Tells one state of the files from another: SHA-256 in hexadecimal.</summary>
    public string Digest { get; }

    internal AuthZenOptions Options { get; }

    internal CallerRules Callers { get; }

    internal CedarNames Names { get; }

    internal PdpMetadata? Metadata { get; }

    /// <summary>Whether people can be asked for what policies hold: it has an address, and callers have keys.</summary>
    internal bool AsksPeople => Metadata is not null && !Callers.Anonymous;

    internal Candidates Candidates { get; }

    /// <summary>Compiles a decision point; policies that ask about the past are refused, and with a schema those and entities that do not fit it.</summary>
    /// <exception cref="InputException">Something does not fit; carries every mistake.</exception>
    public static DecisionPoint Compile(AuthZenOptions options, DecisionPointSources sources)
    {
        var asking = sources.Policies.Policies.Concat(sources.Policies.Templates).Where(p => p.AsksHistory)
            .Select(p => new InputError($"The policy {p.Id} asks about the past, which a decision point does not see.", "Take its history clause away, or keep it for the gateway.", p.File, p.Line, p.Line == 0 ? 0 : 1))
            .ToList();
        if (asking.Count > 0)
        {
            throw new InputException(asking);
        }

        if (sources.Schema is { } schema)
        {
            var errors = PolicyValidator.Validate(sources.Policies, schema).Errors.Select(f => f.Told)
                .Concat(RequestValidator.Validate(sources.Entities, schema).Select(e => e with { File = options.Entities ?? "" }))
                .ToList();
            if (errors.Count > 0)
            {
                throw new InputException(errors);
            }
        }

        return new DecisionPoint(options, sources);
    }
}

/// <summary>What the files say.</summary>
/// <param name="Policies">The policies.</param>
/// <param name="Entities">The entities, with the schema's actions.</param>
/// <param name="Schema">The schema, or null.</param>
/// <param name="Digest">Tells one state of the files from another: SHA-256 in hexadecimal.</param>
public sealed record DecisionPointSources(PolicySet Policies, EntityStore Entities, PolicySchema? Schema, string Digest);
