using Bartizan.Core.Results;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Bartizan.Configuration;

/// <summary>Opens YAML that anybody may have written: bounded in size, depth and what aliases make of it, and wrong only ever in words for people.</summary>
internal static class YamlInput
{
    private const int LargestFile = 1 << 20;
    private const int MostValues = 1_000_000;

    /// <summary>Reads a file of at most 1 MiB.</summary>
    /// <exception cref="InputException">It cannot be read, or is larger.</exception>
    public static string ReadFile(string file, string fix)
    {
        try
        {
            return new FileInfo(file).Length > LargestFile
                ? throw new InputException(new InputError("The file is larger than 1 MiB.", "Check that it is the right file.", file))
                : File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError("The file could not be read.", fix, file));
        }
    }

    /// <summary>The root of the text's only document; null when it is empty.</summary>
    /// <exception cref="InputException">It is not YAML, nested more than <paramref name="deepest"/> levels, or stands for too much.</exception>
    public static YamlNode? Parse(string text, string file, int deepest)
    {
        try
        {
            CheckSize(text, file, deepest);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count switch
            {
                0 => null,
                1 => stream.Documents[0].RootNode,
                _ => throw new InputException(new InputError("The file holds more than one document.", "Keep one, and remove the line ---.", file, (int)stream.Documents[1].RootNode.Start.Line, 1)),
            };
        }
        catch (YamlException e)
        {
            throw new InputException(new InputError($"This is not YAML: {e.Message}", "Check indentation and quotes.", file, (int)e.Start.Line, (int)e.Start.Column));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // On some broken texts the library itself stumbles, and does not say where.
            throw new InputException(new InputError("This is not YAML.", "Look for control characters and for brackets and quotes that are never closed.", file));
        }
    }

    /// <summary>
    /// Building the tree recurses, and comparing its keys walks through aliases as often as they are used; so depth, and how much the text stands
    /// for with every alias spelt out, are counted on the flat run of events first.
    /// </summary>
    private static void CheckSize(string text, string file, int deepest)
    {
        var parser = new Parser(new StringReader(text));
        var sizes = new Dictionary<AnchorName, long>();
        var open = new Stack<(AnchorName Anchor, long Before)>();
        var size = 0L;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case AnchorAlias alias:
                    size += sizes.GetValueOrDefault(alias.Value, 1);
                    break;
                case Scalar scalar:
                    size++;
                    sizes[scalar.Anchor] = 1;
                    break;
                case MappingStart or SequenceStart:
                    open.Push((((NodeEvent)parser.Current).Anchor, size++));
                    break;
                case MappingEnd or SequenceEnd:
                    var (anchor, before) = open.Pop();
                    sizes[anchor] = size - before;
                    break;
            }

            if (size > MostValues || open.Count > deepest)
            {
                throw new InputException(new InputError(
                    size > MostValues ? $"The file stands for more than {MostValues} values." : $"This is nested more than {deepest} levels deep.",
                    size > MostValues ? "Use fewer aliases." : "Flatten it.",
                    file,
                    (int)parser.Current!.Start.Line,
                    (int)parser.Current.Start.Column));
            }
        }
    }
}
