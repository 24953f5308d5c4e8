using Bartizan.Console.Endpoints;

namespace Bartizan.Console;

/// <summary>Puts the console into a host's pipeline.</summary>
public static class ConsoleApplication
{
    /// <summary>
    /// Answers every request on the console's port. The console has a pipeline and endpoints of its own, so that neither its rules
    /// nor its routes ever apply to the gateway's requests, and the other way round.
    /// </summary>
    public static IApplicationBuilder MapBartizanConsole(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<ConsoleOptions>();
        var console = BuildPipeline(app.ApplicationServices);
        return app.MapWhen(
            context => options.Port is not { } port || context.Connection.LocalPort == port,
            branch => branch.Run(context =>
            {
                // A host's own routing ran before and may have matched one of its routes.
                context.SetEndpoint(null);
                return console(context);
            }));
    }

    private static RequestDelegate BuildPipeline(IServiceProvider services)
    {
        var pipeline = new ApplicationBuilder(services);
        pipeline.UseRouting();
        pipeline.UseEndpoints(endpoints => endpoints.MapConsoleApi());
        return pipeline.Build();
    }
}
