using Bartizan.Core.Results;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Bartizan.Detect.Yaml;

/// <summary>
/// Reads the documents of a YAML text anybody may have written, without recursion: at most 64 levels, and 1,000,000 values with every alias
/// spelt out. Errors name file, line and column.
/// </summary>
internal sealed class YamlDocuments
{
    private const int Deepest = 64;
    private const int MostValues = 1_000_000;

    private readonly string _file;
    private readonly Dictionary<AnchorName, (YamlValue Value, int Size)> _anchors = [];
    private readonly Stack<(YamlValue Value, AnchorName Anchor, int Before)> _open = new();
    private readonly Stack<YamlValue?> _keys = new();
    private readonly List<YamlValue> _documents = [];
    private int _size;

    private YamlDocuments(string file) => _file = file;

    /// <summary>The roots of all documents, empty ones left out.</summary>
    /// <exception cref="InputException">It is not YAML, or larger or deeper than is read.</exception>
    public static IReadOnlyList<YamlValue> Read(string text, string file)
    {
        var reader = new YamlDocuments(file);
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
                reader.Take(parser.Current!);
            }
        }
        catch (YamlException e)
        {
            var what = e.InnerException?.Message ?? e.Message;
            throw new InputException(new InputError($"This is not YAML: {what}", "Check indentation, and quote values that hold ': ' or begin with *, &, %, @ or !.", file, (int)e.Start.Line, (int)e.Start.Column));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // On some broken texts the library itself stumbles, and does not say where.
            throw new InputException(new InputError("This is not YAML.", "Look for control characters and for brackets and quotes that are never closed.", file));
        }

        return reader._documents;
    }

    private void Take(ParsingEvent item)
    {
        var (line, column) = ((int)item.Start.Line, (int)item.Start.Column);
        switch (item)
        {
            case Scalar scalar:
                Grow(1, line, column);
                var value = Resolve(scalar, line, column);
                Remember(scalar.Anchor, value, 1);
                Add(value);
                break;
            case AnchorAlias alias:
                if (!_anchors.TryGetValue(alias.Value, out var known))
                {
                    throw Wrong($"The alias *{alias.Value} names no value above it.", "Define it with & first.", line, column);
                }

                Grow(known.Size, line, column);
                Add(known.Value);
                break;
            case MappingStart or SequenceStart:
                Grow(1, line, column);
                if (_open.Count >= Deepest)
                {
                    throw Wrong($"This is nested more than {Deepest} levels deep.", "Flatten it.", line, column);
                }

                _open.Push((new YamlValue(item is MappingStart ? YamlKind.Map : YamlKind.List, line, column), ((NodeEvent)item).Anchor, _size));
                _keys.Push(null);
                break;
            case MappingEnd or SequenceEnd:
                var (closed, anchor, before) = _open.Pop();
                _keys.Pop();
                Remember(anchor, closed, _size - before + 1);
                Add(closed);
                break;
        }
    }

    private void Add(YamlValue value)
    {
        if (!_open.TryPeek(out var parent))
        {
            if (value.Kind != YamlKind.Null)
            {
                _documents.Add(value);
            }

            return;
        }

        if (parent.Value.Kind == YamlKind.List)
        {
            parent.Value.Items.Add(value);
            return;
        }

        if (_keys.Pop() is { } key)
        {
            parent.Value.Fields.Add(new(key, value));
            _keys.Push(null);
            return;
        }

        if (value.Kind is YamlKind.Map or YamlKind.List)
        {
            throw Wrong("A name must be a text.", "Write name: value.", value.Line, value.Column);
        }

        if (parent.Value[value.Text] is { } twice)
        {
            throw Wrong($"'{value.Text}' stands here twice, first on line {twice.Line}.", "Keep one; a list holds several values of one field.", value.Line, value.Column);
        }

        _keys.Push(value);
    }

    private static YamlValue Resolve(Scalar scalar, int line, int column)
    {
        var plain = scalar.Style == ScalarStyle.Plain;
        return plain && (scalar.Value is "" or "~" or "null" or "Null" or "NULL")
            ? new YamlValue(YamlKind.Null, line, column)
            : new YamlValue(YamlKind.Scalar, line, column) { Text = scalar.Value, Plain = plain };
    }

    private void Remember(AnchorName anchor, YamlValue value, int size)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = (value, size);
        }
    }

    private void Grow(int by, int line, int column)
    {
        _size += by;
        if (_size > MostValues)
        {
            throw Wrong($"The file stands for more than {MostValues} values.", "Use fewer aliases, or split it.", line, column);
        }
    }

    private InputException Wrong(string what, string fix, int line, int column) => new(new InputError(what, fix, _file, line, column));
}
