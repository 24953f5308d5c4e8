using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Identity.Http;

/// <summary>Paths that a part of identity answers by itself; each request goes where it belongs by path and method, compared exactly.</summary>
internal abstract class OwnPaths
{
    /// <summary>Answers a request; false when its path is none of these.</summary>
    public bool TryAnswer(HttpContext http, out Task answering)
    {
        var found = Find(http.Request);
        answering = found is not { } endpoint ? Task.CompletedTask : endpoint.Methods.Split(", ").Contains(http.Request.Method) ? endpoint.Answer(http) : RefuseMethod(http, endpoint.Methods);
        return found is not null;
    }

    /// <summary>Lets a part answer its paths before anything that is mapped after it. Does nothing where it was not added.</summary>
    public static void Map<T>(IApplicationBuilder app)
        where T : OwnPaths
    {
        if (app.ApplicationServices.GetService<T>() is { } paths)
        {
            app.Use((http, next) => paths.TryAnswer(http, out var answering) ? answering : next(http));
        }
    }

    /// <summary>Which methods a path takes, a comma and a space apart, and what answers there; null when it is none of these.</summary>
    protected abstract (string Methods, Func<HttpContext, Task> Answer)? Find(HttpRequest request);

    private static Task RefuseMethod(HttpContext http, string allowed)
    {
        http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        http.Response.Headers.Allow = allowed;
        return Task.CompletedTask;
    }
}
