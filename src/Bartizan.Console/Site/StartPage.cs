namespace Bartizan.Console.Site;

/// <summary>What people see when the web part was not built: what is missing and how to get it.</summary>
internal static class StartPage
{
    private const string Html = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Bartizan</title></head>
        <body>
        <h1>Bartizan is running</h1>
        <p>Its gateway works. Its console is not part of this build, because Node.js 20 or newer was not found when it was built.</p>
        <ol>
        <li>Install Node.js 20 or newer, with npm: <code>https://nodejs.org</code></li>
        <li>Stop Bartizan, and run again in the repository: <code>dotnet run --project src/Bartizan -- up</code></li>
        </ol>
        <p>Without the console, the command line shows the same: <code>bartizan --help</code>.</p>
        </body>
        </html>
        """;

    /// <summary>Answers with the page.</summary>
    public static Task SendAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Html, context.RequestAborted);
    }
}
