using Bartizan.Console.Http;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Testing;

namespace Bartizan.Console.Tests.Contract;

public sealed class OpenApiTests
{
    // The web part generates its types from the committed document. After a wanted change run the test with BARTIZAN_APPROVE=1,
    // then `npm run types` in src/Bartizan.Console/web.
    [Fact]
    public async Task The_committed_document_is_the_one_the_code_makes()
    {
        await using var console = await TestConsole.StartAsync();
        var made = (await ConsoleDocument.WriteAsync(console.Services, default)).ReplaceLineEndings("\n") + "\n";

        var file = Repository.PathTo("src", "Bartizan.Console", "openapi.json");
        if (Environment.GetEnvironmentVariable("BARTIZAN_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(file, made);
        }

        Assert.Equal(await File.ReadAllTextAsync(file), made);
    }
}
