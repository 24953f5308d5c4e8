using System.Globalization;
using Bartizan.Gateway.Configuration;
using Bartizan.Import.Sources;

namespace Bartizan.Import;

/// <summary>What an import has gathered so far: what to write, and what could not be carried over.</summary>
internal sealed class ImportPlan
{
    private readonly List<ImportedUpstream> _upstreams = [];
    private readonly List<Unmapped> _unmapped = [];
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>The upstreams in the order to write them: those that serve any model last, so that they hide no other.</summary>
    public IEnumerable<ImportedUpstream> Upstreams => _upstreams.OrderBy(u => u.Models.Contains("*"));

    /// <summary>How long an exchange may take; null for the default.</summary>
    public TimeSpan? Total { get; set; }

    /// <summary>What of the text is kept; null for the default.</summary>
    public RecordedContent? Content { get; set; }

    /// <summary>Cedar policies beside the built-in ones.</summary>
    public List<string> Policies { get; } = [];

    /// <summary>What is covered without a setting, for people: one line each.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What could not be carried over, by line.</summary>
    public IReadOnlyList<Unmapped> Unmapped => [.. _unmapped.OrderBy(u => u.Line).ThenBy(u => u.Path, StringComparer.Ordinal)];

    /// <summary>Notes a part as not carried over; nothing in it is looked at again.</summary>
    public void Refuse(SourceNode node, string why, string instead)
    {
        node.TakeAll();
        _unmapped.Add(new Unmapped(node.Path, node.Line, why, instead));
    }

    /// <summary>Adds a provider endpoint with its models, to one that is the same already where there is one.</summary>
    /// <param name="at">Where it is described.</param>
    /// <param name="name">A name for it, made unique here.</param>
    /// <param name="upstream">The endpoint.</param>
    public void Add(SourceNode at, string name, ImportedUpstream upstream)
    {
        var model = upstream.Models[0];
        if (!IsPlain(model) || !IsPlain(upstream.Url))
        {
            Refuse(at, "The name of the model or the address is no plain text of 1 to 256 characters.", "Write the upstream by hand if that is what it is called.");
            return;
        }

        var before = _upstreams.Find(u => u.Dialect == upstream.Dialect && u.Models.Contains(model));
        if (before is not null)
        {
            _unmapped.Add(new Unmapped(
                at.Path,
                at.Line,
                $"Upstream {before.Name} serves the same model, and the first upstream in the file that serves a model gets all its requests.",
                before.IsSameAs(upstream) ? "Nothing, if both share one account." : "Put the one to be used first, or give the models different names."));
        }

        var same = _upstreams.Find(u => u.IsSameAs(upstream));
        if (same is null)
        {
            upstream.Name = Unique(name);
            _upstreams.Add(upstream);
        }
        else if (!same.Models.Contains(model))
        {
            same.Models.Add(model);
        }
    }

    /// <summary>Lists what nothing has looked at, each with the reason that <paramref name="reasons"/> gives.</summary>
    public void RefuseUnused(SourceNode root, Reasons reasons)
    {
        foreach (var node in root.Unused(reasons.Divide).ToList())
        {
            var (why, instead) = reasons.For(node.Path);
            Refuse(node, why, instead);
        }
    }

    /// <summary>The variable that stands for a key found in clear: one for each key. Keys are compared, and never kept beyond the import.</summary>
    public string VariableFor(string key, string variable)
    {
        if (!_variables.TryGetValue(key, out var named))
        {
            var number = _variables.Values.Count(v => v.StartsWith(variable + "_", StringComparison.Ordinal)) + 1;
            _variables[key] = named = $"{variable}_{number.ToString(CultureInfo.InvariantCulture)}";
        }

        return named;
    }

    private static bool IsPlain(string text) => text.Length is > 0 and <= 256 && text.All(c => c is >= ' ' and <= '~');

    private string Unique(string name)
    {
        var unique = name;
        for (var i = 2; _upstreams.Exists(u => u.Name == unique); i++)
        {
            unique = $"{name}-{i}";
        }

        return unique;
    }
}
