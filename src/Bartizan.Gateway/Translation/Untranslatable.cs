using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Translation;

/// <summary>Refusals of what has no words in the other dialect. They name the place and never quote its content.</summary>
internal static class Untranslatable
{
    /// <summary>Machine-readable code of a request that cannot be translated.</summary>
    public const string RequestCode = "untranslatable";

    /// <summary>Machine-readable code of an answer that cannot be translated.</summary>
    public const string AnswerCode = "upstream_untranslatable";

    /// <summary>Something at a place is in the way.</summary>
    public static JsonRefusal Here(string path, string why) => new(RequestCode, $"{path}: {why}");

    /// <summary>A field, type or part that has no translation.</summary>
    public static JsonRefusal Unknown(string path) =>
        Here(path, "this has no translation.");

    /// <summary>Something that the provider which serves the model has no words for.</summary>
    public static JsonRefusal For(string provider, string path) =>
        Here(path, $"{provider} has nothing like it.");
}
