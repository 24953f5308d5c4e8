using Bartizan.Console.Access;
using Bartizan.Console.Endpoints;
using Bartizan.Console.Http;
using Bartizan.Console.Site;

namespace Bartizan.Console;

/// <summary>Puts the console into a host.</summary>
public static class ConsoleApplication
{
    /// <summary>
    /// Lets the console answer every request of this application. It has a pipeline of its own, in this order and no other,
    /// so that nothing a host adds can come between a check and what it guards.
    /// </summary>
    public static void MapBartizanConsole(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        var options = services.GetRequiredService<ConsoleOptions>();
        var limits = services.GetRequiredService<RequestLimits>();

        var console = new ApplicationBuilder(services);
        console.Use((context, next) => Framing.ApplyAsync(context, options, next));
        console.Use(SecurityHeaders.ApplyAsync);
        console.UseMiddleware<ProblemMiddleware>();
        console.UseMiddleware<HostGuard>();
        console.Use(limits.InvokeAsync);
        console.UseMiddleware<SiteMiddleware>();
        console.UseRouting();
        console.UseMiddleware<AccessMiddleware>();
        console.UseEndpoints(endpoints =>
        {
            endpoints.MapConsoleApi();
            AccessMiddleware.RequireRules(endpoints.DataSources.SelectMany(source => source.Endpoints));
        });

        var answer = console.Build();
        app.Run(context =>
        {
            // The host's own routing ran before; nothing it found may stand in for the console's.
            context.SetEndpoint(null);
            return answer(context);
        });
    }
}
