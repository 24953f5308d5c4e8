using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bartizan.Console;

/// <summary>The JSON of the console's API: camel case, enums by name in camel case, numbers only as numbers, nulls written.</summary>
internal static class ConsoleJson
{
    /// <summary>Shared read-only options.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Applies the conventions to a host's options, so that binding and the OpenAPI document agree with what is written.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        // ASP.NET Core relaxes this one; with it a body that some program takes for HTML would hold live markup.
        options.Encoder = JavaScriptEncoder.Default;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = 32;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
