using System.Text.Json;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Live;
using Bartizan.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Hosting;

/// <summary>Lists the models that the configuration names, in the shape of the dialect asked. Needs a key; asks no upstream.</summary>
internal sealed class ModelsEndpoint(GatewayState state, AuthenticateStep authenticate, LiveExchanges live, Core.Ids.IIdSource ids, TimeProvider time)
{
    public async Task ListAsync(HttpContext http, GatewayRoute route)
    {
        using var exchange = new Exchange(http, new RouteMatch(route, null, null), state.Current, ids.NewId("exc"), time);
        http.Response.Headers[AnswerHeaders.Exchange] = exchange.Id;
        var refusal = await authenticate.RunAsync(exchange) ?? live.Check(exchange);
        http.Response.StatusCode = refusal?.Status ?? 200;
        http.Response.ContentType = "application/json";
        AnswerHeaders.WriteOverhead(exchange);
        await http.Response.BodyWriter.WriteAsync(
            refusal is null
                ? List(exchange.Snapshot.Routes.NamedModels(route.Provider), route.Provider)
                : route.Dialect.ErrorBody(refusal.Status, refusal.Code, refusal.Message, exchange.Id),
            http.RequestAborted);
    }

    private static byte[] List(IEnumerable<string> names, ProviderDialect provider)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            var openAi = provider is ProviderDialect.OpenAi or ProviderDialect.AzureOpenAi;
            json.WriteStartObject();
            if (openAi)
            {
                json.WriteString("object", "list");
            }
            else
            {
                json.WriteBoolean("has_more", false);
            }

            json.WriteStartArray("data");
            foreach (var name in names)
            {
                json.WriteStartObject();
                json.WriteString("id", name);
                json.WriteString(openAi ? "object" : "type", "model");
                if (openAi)
                {
                    json.WriteNumber("created", 0);
                    json.WriteString("owned_by", "bartizan");
                }
                else
                {
                    json.WriteString("display_name", name);
                    json.WriteString("created_at", "1970-01-01T00:00:00Z");
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
