using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bartizan.Policy.History;
using Bartizan.Policy.Holds;
using Bartizan.Policy.Json;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy;

/// <summary>One policy, or a template with slots. Immutable.</summary>
public sealed class Policy
{
    internal const string ShadowMode = "shadow";

    internal Policy(string id, bool isNamed, PolicySyntax syntax, string text, string file, int line)
    {
        (Id, IsNamed, Syntax, Text, File, Line) = (id, isNamed, syntax, text, file, line);
        Annotations = syntax.Annotations.ToFrozenDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);
    }

    /// <summary>What answers and records call it.</summary>
    public string Id { get; }

    /// <summary>Permit or forbid.</summary>
    public Effect Effect => Syntax.Effect;

    /// <summary>The annotations by name; empty text where none was given.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; }

    /// <summary>Whether it is only tried, from <c>@mode("shadow")</c>: it decides nothing, and <see cref="PolicyEngine.Shadow"/> says what it would.</summary>
    public bool IsShadow => Mode is ShadowMode;

    /// <summary>
    /// Whether it gives leave only once a person approved: a permit with <c>@hold</c>. Until then it permits nothing; where no other permit does either and
    /// no forbid stands against it, <see cref="AuthorizationAnswer.Determining"/> names it.
    /// </summary>
    public bool IsHeldPermit => Effect == Effect.Permit && Hold.Holds(this);

    /// <summary>Whether it has a part in decisions as it stands: neither only tried nor waiting for a person.</summary>
    public bool Decides => !IsShadow && !IsHeldPermit;

    /// <summary>The policy as written, or as Cedar text where it came from JSON.</summary>
    public string Text { get; }

    /// <summary>The file it came from, or empty.</summary>
    public string File { get; }

    /// <summary>Line of its first word, from 1; 0 where it came from JSON.</summary>
    public int Line { get; }

    /// <summary>Column of its first word, from 1.</summary>
    internal int Column { get; init; } = 1;

    /// <summary>Whether it has slots, and so must be linked before it decides anything.</summary>
    public bool IsTemplate => Syntax.IsTemplate;

    /// <summary>First eight hex digits of the SHA-256 of its text: another text under the same id is another policy to whoever counts what it did.</summary>
    public string Digest => field ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)).AsSpan(0, 4));

    /// <summary>The id of the policy that this one, which is only tried, is to take the place of; null where it is to stand beside all others.</summary>
    public string? Replaces { get; private init; }

    /// <summary>Whether its head names the actions that it speaks of, rather than speaking of all.</summary>
    public bool NamesActions => Syntax.Action.Kind != ScopeKind.Any;

    /// <summary>Whether it asks about the past, which plain Cedar cannot.</summary>
    public bool AsksHistory => History.Count > 0;

    /// <summary>What it asks about the past, each question once.</summary>
    internal IReadOnlyList<HistoryQuery> History => field ??=
        [.. Syntax.Conditions.SelectMany(c => ExprParts.All(c.Body)).OfType<HistoryExpr>().Select(e => e.Query).DistinctBy(q => q.Text, StringComparer.Ordinal)];

    internal PolicySyntax Syntax { get; }

    /// <summary>What <c>@mode</c> says; null without one.</summary>
    internal string? Mode => Annotations.GetValueOrDefault("mode");

    /// <summary>Whether the id was given by a person, rather than counted.</summary>
    internal bool IsNamed { get; }

    /// <summary>The id of the template that this policy was linked from, or null.</summary>
    internal string? TemplateId { get; init; }

    /// <summary>The same policy, only tried.</summary>
    internal Policy InShadow() => IsShadow ? this : new(
        Id, IsNamed, Syntax with { Annotations = [.. Syntax.Annotations.Where(a => a.Key != "mode"), new("mode", ShadowMode)] }, Text, File, Line)
    {
        TemplateId = TemplateId,
        Column = Column,
    };

    /// <summary>The same policy, only tried, in the place of the one whose id it has.</summary>
    internal Policy AsNext() => new(PolicySet.NextOf(Id), IsNamed, InShadow().Syntax, Text, File, Line) { TemplateId = TemplateId, Column = Column, Replaces = Id };

    /// <summary>Cedar's JSON form of the policy.</summary>
    public string ToJson() => PolicyJsonWriter.Write(this);

    /// <summary>The policy in uniform layout.</summary>
    public string ToCedar() => PolicyPrinter.Print(Syntax);

    /// <summary>The same policy with its number raised; a given id stays.</summary>
    internal Policy Renumbered(int by) =>
        IsNamed || by == 0 ? this : WithId($"policy{int.Parse(Id.AsSpan("policy".Length), CultureInfo.InvariantCulture) + by}");

    internal Policy WithSyntax(PolicySyntax syntax) => new(Id, IsNamed, syntax, PolicyPrinter.Print(syntax), File, Line) { TemplateId = TemplateId, Column = Column };

    internal Policy WithId(string id, bool? isNamed = null) => new(id, isNamed ?? IsNamed, Syntax, Text, File, Line) { TemplateId = TemplateId, Column = Column };
}
