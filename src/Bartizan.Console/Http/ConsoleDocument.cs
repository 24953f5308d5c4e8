using System.Text.Json.Nodes;
using Bartizan.Console.Contract;
using Bartizan.Core.Exchanges;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bartizan.Console.Http;

/// <summary>The OpenAPI document of the console's API, from which the web part's types are generated.</summary>
internal static class ConsoleDocument
{
    /// <summary>Name of the document among those a host may make.</summary>
    public const string Name = "console";

    /// <summary>Sets what the endpoints do not say themselves.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddOperationTransformer((operation, context, _) =>
        {
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            {
                parameter.Schema = parameter.Name switch
                {
                    // Read as words, so that case does not matter and a wrong one is explained; declared as what they are.
                    "verdict" => new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(nameof(Verdict), context.Document) },
                    "format" => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. Words.All<ExportFormat>().Select(word => JsonValue.Create(word))] },
                    _ => parameter.Schema,
                };
            }

            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Bartizan console",
                Version = "1",
                Description = "The API of Bartizan's web console.",
            };
            // The address differs by installation; paths are relative to it.
            document.Servers = [];
            return Task.CompletedTask;
        });
    }

    /// <summary>Writes the document as JSON.</summary>
    public static async Task<string> WriteAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(cancellationToken);
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken);
    }
}
