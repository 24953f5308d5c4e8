using Bartizan.Console.Http;
using Bartizan.Testing;
using Microsoft.AspNetCore.Builder;

namespace Bartizan.Console.Tests.Contract;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_committed_document_is_the_one_the_code_makes()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBartizanConsole(new ConsoleOptions
        {
            Address = new Uri("http://127.0.0.1:4181"),
            GatewayAddress = new Uri("http://127.0.0.1:4180"),
        });
        await using var app = builder.Build();
        app.MapBartizanConsole();
        var made = (await ConsoleDocument.WriteAsync(app.Services, default)).ReplaceLineEndings("\n") + "\n";

        var file = Repository.PathTo("src", "Bartizan.Console", "openapi.json");
        if (Environment.GetEnvironmentVariable("BARTIZAN_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(file, made);
        }

        Assert.Equal(await File.ReadAllTextAsync(file), made);
    }
}
