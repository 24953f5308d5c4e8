using System.Text;
using Bartizan.Core.Ids;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Hosting;

/// <summary>Refuses what the gateway does not know how to inspect. Never forwarded, and said in the shape that the caller's library reads.</summary>
internal sealed class UnknownRoutes(IIdSource ids)
{
    private const string Code = "unknown_route";
    private const string Message = "The gateway does not serve this route.";

    public async Task RefuseAsync(HttpContext http, IDialect? dialect)
    {
        var id = ids.NewId("exc");
        http.Response.StatusCode = 404;
        http.Response.Headers[AnswerHeaders.Exchange] = id;
        http.Response.Headers[AnswerHeaders.Overhead] = "0";
        http.Response.ContentType = dialect is null ? "application/problem+json" : "application/json";
        if (dialect is not null)
        {
            AnswerHeaders.WriteErrorType(http.Response, dialect, 404);
        }

        await http.Response.BodyWriter.WriteAsync(
            dialect?.ErrorBody(404, Code, Message, id)
            ?? Encoding.UTF8.GetBytes($$"""{"type":"about:blank","title":"Not found","status":404,"code":"{{Code}}","detail":"{{Message}}","instance":"{{id}}"}"""),
            http.RequestAborted);
    }
}
