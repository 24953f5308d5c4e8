using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Hosting;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Translation;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Where the upstream speaks another dialect than the client: translates the request as it was decided on and masked, and finds the route to ask there.</summary>
internal static class TranslateStep
{
    public static Refusal? Run(Exchange exchange)
    {
        var (route, upstream) = (exchange.Route, exchange.Upstreams[0]);
        if (upstream.Dialect == route.Provider)
        {
            return null;
        }

        var request = exchange.Request!;
        var asked = GatewayRoutes.Translated(upstream.Dialect, request.Stream);
        var model = asked.NamesModel ? PathModels.Encode(request.Model, upstream.Dialect) : null;
        if (asked.NamesModel && model is null)
        {
            return new Refusal(400, Untranslatable.RequestCode, "model: this name cannot stand in an address, where the provider that serves it wants it.");
        }

        var context = new AnswerContext(exchange.Id, exchange.Time, request.Model) { Shape = ShapeFor(exchange) };
        var (translator, failure) = Translator.Begin(route.Provider, upstream.Dialect, exchange.Outgoing, request.Stream, context);
        if (translator is null)
        {
            return new Refusal(400, failure!.Code, $"{failure.Message} The provider that serves this model speaks another dialect: leave it out, or ask for another model.");
        }

        exchange.Translator = translator;
        exchange.Outgoing = translator.Request;
        exchange.Onward = new OnwardRequest(asked, model, asked.Query == "alt" ? "sse" : null, exchange.Http.Request.Headers, Translated: true);
        return null;
    }

    private static StreamShape ShapeFor(Exchange exchange) => exchange.Route.Provider switch
    {
        ProviderDialect.Gemini when exchange.Http.Request.Query["alt"] != "sse" => StreamShape.JsonArray,
        ProviderDialect.Bedrock => StreamShape.AmazonEvents,
        _ => StreamShape.Events,
    };
}
