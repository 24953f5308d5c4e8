using Bartizan.Core.Results;
using Bartizan.Detect.Correlations;
using Bartizan.Detect.Yaml;

namespace Bartizan.Detect.Rules;

/// <summary>Makes rules, correlations and filters of the documents of one file; what is wrong is reported, the rest is read.</summary>
internal sealed class RuleReader(string file, ICollection<InputError> errors, string? licence)
{
    public List<SigmaRule> Rules { get; } = [];

    public List<SigmaCorrelation> Correlations { get; } = [];

    public List<SigmaFilter> Filters { get; } = [];

    /// <summary>Reads all documents of <paramref name="text"/>.</summary>
    public void Read(string text)
    {
        IReadOnlyList<YamlValue> documents;
        try
        {
            documents = YamlDocuments.Read(text, file);
        }
        catch (InputException wrong)
        {
            wrong.Errors.ToList().ForEach(errors.Add);
            return;
        }

        YamlValue? common = null;
        foreach (var document in documents)
        {
            if (document.Kind != YamlKind.Map)
            {
                Report("A rule must be a mapping.", "Begin with title: and detection:.", document);
                continue;
            }

            switch (document.TextOf("action"))
            {
                case "global":
                    common = document;
                    continue;
                case "reset":
                    common = null;
                    continue;
                case "repeat":
                    Report("The action 'repeat' is not understood.", "Write the rule out.", document);
                    continue;
            }

            Read(common is null ? document : Merged(common, document));
        }
    }

    private void Read(YamlValue document)
    {
        var before = errors.Count;
        var origin = Origin(document);
        if (document["correlation"] is { } correlation)
        {
            if (new CorrelationReader(file, errors).Read(correlation, document, origin) is { } made && errors.Count == before)
            {
                Correlations.Add(made);
            }
        }
        else if (document["filter"] is { } filter)
        {
            ReadFilter(filter, document, origin, before);
        }
        else if (document["detection"] is { Kind: YamlKind.Map } detection)
        {
            var rule = new SigmaRule
            {
                Origin = origin,
                Source = Source(document),
                Detections = new DetectionReader(file, errors).Read(detection, "condition", "timeframe"),
                Conditions = Conditions(detection),
            };
            if (errors.Count == before)
            {
                Rules.Add(rule);
            }
        }
        else
        {
            Report("The document has no detection, correlation or filter.", "Add detection: with at least one selection and a condition.", document);
        }
    }

    private void ReadFilter(YamlValue filter, YamlValue document, RuleOrigin origin, int before)
    {
        var conditions = Conditions(filter);
        if (filter["rules"] is not { Kind: not YamlKind.Null })
        {
            Report("The filter names no rules.", "Add rules: with ids or names, or rules: any.", filter);
        }

        if (conditions.Count > 1)
        {
            Report("A filter has one condition.", "Join them with 'and' or 'or'.", filter["condition"]!);
        }

        var names = filter.TextsOf("rules");
        var made = new SigmaFilter
        {
            Origin = origin,
            Source = Source(document),
            Rules = names is ["any"] ? [] : names,
            Detections = new DetectionReader(file, errors).Read(filter, "condition", "rules"),
            Condition = conditions.Count > 0 ? conditions[0] : new WrittenCondition("", filter.Line, filter.Column),
        };
        if (errors.Count == before)
        {
            Filters.Add(made);
        }
    }

    private List<WrittenCondition> Conditions(YamlValue detection)
    {
        var conditions = (detection["condition"]?.AsList() ?? []).Where(c => c.Kind == YamlKind.Scalar).Select(c => new WrittenCondition(c.Text, c.Line, c.Column)).ToList();
        if (conditions.Count == 0)
        {
            Report("There is no condition.", "Add condition: with the names of selections.", detection);
        }

        return conditions;
    }

    private RuleOrigin Origin(YamlValue document)
    {
        var title = document.TextOf("title");
        if (title is null && document.TextOf("name") is null && document.TextOf("id") is null)
        {
            Report("The rule has no title.", "Add title: with what it detects.", document);
        }

        return new RuleOrigin
        {
            Id = document.TextOf("id"),
            Name = document.TextOf("name"),
            Title = title ?? document.TextOf("name") ?? document.TextOf("id") ?? "",
            Level = document.TextOf("level"),
            Status = document.TextOf("status"),
            Author = document.TextOf("author"),
            License = document.TextOf("license") ?? licence,
            Tags = document.TextsOf("tags"),
            File = file,
            Line = document.Line,
        };
    }

    private static LogSource Source(YamlValue document) => document["logsource"] is { } source
        ? new LogSource(source.TextOf("product"), source.TextOf("service"), source.TextOf("category"))
        : new LogSource();

    /// <summary>The document with what the global one says besides; mappings are joined one level deep, as the old form was used.</summary>
    private static YamlValue Merged(YamlValue common, YamlValue own)
    {
        var merged = new YamlValue(YamlKind.Map, own.Line, own.Column);
        merged.Fields.AddRange(own.Fields);
        foreach (var (key, value) in common.Fields.Where(f => f.Key.Text != "action"))
        {
            var at = merged.Fields.FindIndex(f => f.Key.Text == key.Text);
            if (at < 0)
            {
                merged.Fields.Add(new(key, value));
            }
            else if (value.Kind == YamlKind.Map && merged.Fields[at].Value.Kind == YamlKind.Map)
            {
                merged.Fields[at] = new(key, Merged(value, merged.Fields[at].Value));
            }
        }

        return merged;
    }

    private void Report(string what, string fix, YamlValue at) => errors.Add(new InputError(what, fix, file, at.Line, at.Column));
}
