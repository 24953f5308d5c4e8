using Bartizan.Core.Results;

namespace Bartizan.Configuration;

/// <summary>Remembers where each setting stands in its file, so that a later check can point at the line.</summary>
internal sealed class SettingPlaces(string file)
{
    private readonly Dictionary<string, (int Line, int Column)> _places = new(StringComparer.Ordinal);

    public string File => file;

    public void Add(string path, int line, int column) => _places[path] = (line, column);

    /// <summary>Completes an error that begins with the path of a setting (<c>path: what</c>) with that setting's place, or that of the nearest setting around it.</summary>
    public InputError Locate(InputError error)
    {
        var colon = error.What.IndexOf(':', StringComparison.Ordinal);
        for (var path = colon < 0 ? "" : error.What[..colon]; path.Length > 0; path = Parent(path))
        {
            if (_places.TryGetValue(path, out var place))
            {
                return error with { File = file, Line = place.Line, Column = place.Column };
            }
        }

        return error with { File = file };
    }

    private static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
}
