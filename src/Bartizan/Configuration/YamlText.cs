using Bartizan.Core.Results;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Bartizan.Configuration;

/// <summary>Parses YAML that a person wrote, within a bound of depth.</summary>
internal static class YamlText
{
    private const int DeepestNesting = 32;

    /// <summary>The root of a YAML text, null when it is empty; <paramref name="file"/> is named in errors.</summary>
    /// <exception cref="InputException">It is not YAML, or nested too deeply.</exception>
    public static YamlNode? Parse(string text, string file)
    {
        try
        {
            CheckDepth(text, file);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
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

    /// <summary>Building the tree recurses, so depth is checked on the flat run of events first.</summary>
    private static void CheckDepth(string text, string file)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > DeepestNesting)
            {
                throw new InputException(new InputError("It is nested too deeply.", "No setting lies that deep.", file, (int)parser.Current.Start.Line, (int)parser.Current.Start.Column));
            }
        }
    }
}
