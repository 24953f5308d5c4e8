using Bartizan.Core.Results;
using Bartizan.Guard.Custom;

namespace Bartizan.Configuration;

/// <summary>Reads custom entities: those under <c>guard.entities</c>, and files of them that <c>guard.entityFiles</c> names.</summary>
internal static class EntitiesReader
{
    private const int DeepestNesting = 8;

    /// <summary>Reads the section <c>guard</c>; the files' mistakes name the files.</summary>
    /// <exception cref="InputException">A file cannot be read, or something in it is wrong.</exception>
    public static (IReadOnlyList<CustomEntity> Entities, IReadOnlyList<string> Files) Read(YamlSection section, Func<string?, string?> path)
    {
        var entities = new List<CustomEntity>(Entities(section));
        List<string> files = [.. (section.Texts("entityFiles") ?? []).Select(path).OfType<string>()];
        entities.AddRange(files.SelectMany(ReadFile));
        section.Close();
        return (entities, files);
    }

    /// <summary>Reads a file, YAML or JSON, with a list <c>entities</c>.</summary>
    /// <exception cref="InputException">It cannot be read, or something in it is wrong; every mistake with its line.</exception>
    public static IReadOnlyList<CustomEntity> ReadFile(string file)
    {
        var places = new SettingPlaces(file);
        var errors = new List<InputError>();
        var root = new YamlSection("", YamlInput.Parse(YamlInput.ReadFile(file, "Check the path in guard.entityFiles or --entities."), file, DeepestNesting), places, errors);
        var entities = Entities(root).ToList();
        root.Close();
        errors.AddRange(errors.Count > 0 ? [] : CustomEntities.Check(entities, "entities").Select(places.Locate));
        return errors.Count == 0 ? entities : throw new InputException([.. errors.OrderBy(e => e.Line).ThenBy(e => e.Column)]);
    }

    private static IEnumerable<CustomEntity> Entities(YamlSection section) => section.Sections("entities").Select(Entity);

    private static CustomEntity Entity(YamlSection section)
    {
        var defaults = new CustomEntity { Id = "" };
        var entity = new CustomEntity
        {
            Id = section.Required("id"),
            Patterns = section.Texts("patterns") ?? [],
            Words = section.Texts("words") ?? [],
            Validator = section.Text("validator"),
            Context = section.Texts("context") ?? [],
            Distance = section.Value("distance", defaults.Distance, Quantities.Count, "a whole number of characters"),
            Confidence = section.Value("confidence", defaults.Confidence, Share, "a number from 0 to 1"),
            Minimum = section.Value("minimum", defaults.Minimum, Share, "a number from 0 to 1"),
        };
        section.Close();
        return entity;
    }

    private static double? Share(string text) =>
        double.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;
}
