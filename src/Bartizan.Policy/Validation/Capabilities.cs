using System.Collections.Immutable;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Validation;

/// <summary>Attributes and tags that were tested before, so that reading them cannot fail.</summary>
internal readonly struct Capabilities
{
    private readonly ImmutableHashSet<string>? _keys;

    private Capabilities(ImmutableHashSet<string> keys) => _keys = keys;

    public static Capabilities None => default;

    private ImmutableHashSet<string> Keys => _keys ?? ImmutableHashSet<string>.Empty;

    public static string Attribute(Expr of, string name) => $"{ExprKey.Of(of)}.{CedarText.Key(name)}";

    public static string Tag(Expr of, Expr tag) => $"{ExprKey.Of(of)}#{ExprKey.Of(tag)}";

    public static Capabilities Of(string key) => new([key]);

    public bool Has(string key) => Keys.Contains(key);

    public Capabilities With(Capabilities other) => other._keys is null ? this : _keys is null ? other : new(_keys.Union(other._keys));

    public Capabilities Shared(Capabilities other) => _keys is null || other._keys is null ? None : new(_keys.Intersect(other._keys));
}
