using System.Reflection;
using System.Text.Json;

namespace Bartizan.Guard;

/// <summary>Files of <c>content/</c> that ship inside the program.</summary>
internal static class GuardContent
{
    /// <summary>Reads a JSON file, such as <c>patterns/hosts.json</c>.</summary>
    public static T Read<T>(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        return JsonSerializer.Deserialize<T>(stream, JsonSerializerOptions.Web)!;
    }
}
