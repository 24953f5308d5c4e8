using System.Text;
using System.Text.Json;
using Bartizan.Core.Results;

namespace Bartizan.Guard.Contracts;

/// <summary>
/// A JSON schema that an answer must satisfy: the part of draft 2020-12 that describes data, with references to local definitions. What it does not know
/// it refuses to compile, so that nothing is left unchecked in silence. Immutable and thread-safe.
/// </summary>
public sealed class JsonContract
{
    /// <summary>Deepest nesting of a schema, and of a text that it is held to.</summary>
    internal const int Deepest = 64;

    private readonly Schema _root;

    private JsonContract(Schema root) => _root = root;

    /// <summary>Compiles a schema; <paramref name="file"/> is named in errors.</summary>
    /// <exception cref="InputException">It is no schema, or has keywords that are not checked here; every mistake, with its line.</exception>
    public static JsonContract Parse(string schema, string file)
    {
        var bytes = Encoding.UTF8.GetBytes(schema);
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Deepest, AllowDuplicateProperties = false });
            return new JsonContract(new SchemaCompiler(document.RootElement, bytes, file).Compile());
        }
        catch (JsonException e)
        {
            throw new InputException(new InputError(
                "This is not JSON, or has a name twice, or is nested more than 64 levels.", "Check commas and quotes near here.", file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1));
        }
    }

    /// <summary>The first way in which a text breaks the contract; null when it keeps it. Blanks around the JSON do not matter.</summary>
    public ContractBreach? Check(ReadOnlyMemory<char> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Deepest, AllowDuplicateProperties = false });
            return new SchemaCheck(text.Length).Run(document.RootElement, _root);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return new ContractBreach("", "json");
        }
    }
}
