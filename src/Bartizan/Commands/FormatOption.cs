using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bartizan.Commands;

/// <summary>The <c>--format text|json</c> option, and the JSON of all commands.</summary>
internal static class FormatOption
{
    /// <summary>Camel case, enums by name, nulls left out, on one line.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>A new option for one command.</summary>
    public static Option<string> Create(string description = "How to print: text for people, json for programs.")
    {
        var option = new Option<string>("--format") { Description = description, DefaultValueFactory = _ => "text" };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }
}
