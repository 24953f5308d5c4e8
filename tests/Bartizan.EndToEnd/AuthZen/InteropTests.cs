using System.Net;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.AuthZen;

/// <summary>The interop scenarios of the AuthZEN working group, whose expected answers stand beside a development checkout; policies and entities are our own.</summary>
public sealed class InteropTests
{
    private const string Data = "authzen";

    [SharedDataFact(Data)]
    public async Task All_272_decisions_are_those_of_the_interop_scenarios_40_todo_3_todo_batches_25_gateway_6_idp_120_action_18_resource_60_subject()
    {
        using var folder = new TempFolder();
        await using var pdp = await Pdp.StartAsync(folder, $"""
            policies: ['{Pdp.Scenario("interop")}']
            entities: '{Pdp.Scenario("interop", "entities.json")}'
            schema: '{Pdp.Scenario("interop", "interop.cedarschema")}'
            callers: [demo]
            attributesFrom: [demo]
            """);
        var wrong = new List<string>();
        var counts = new[]
        {
            await CheckAsync(pdp, "todo-decisions-1_0-02.json", "evaluation", "/access/v1/evaluation", wrong),
            await CheckAsync(pdp, "todo-decisions-1_0-02.json", "evaluations", "/access/v1/evaluations", wrong),
            await CheckAsync(pdp, "gateway-decisions.json", "evaluation", "/access/v1/evaluation", wrong),
            await CheckAsync(pdp, "idp-results.json", "search", "/access/v1/search/resource", wrong),
            await CheckAsync(pdp, "search-action-results.json", "evaluation", "/access/v1/search/action", wrong),
            await CheckAsync(pdp, "search-resource-results.json", "evaluation", "/access/v1/search/resource", wrong),
            await CheckAsync(pdp, "search-subject-results.json", "evaluation", "/access/v1/search/subject", wrong),
        };
        Assert.Equal([], wrong);
        Assert.Equal([40, 3, 25, 6, 120, 18, 60], counts);
        Assert.Equal(272, counts.Sum());
    }

    private static async Task<int> CheckAsync(Pdp pdp, string file, string list, string path, List<string> wrong)
    {
        using var data = JsonDocument.Parse(await File.ReadAllBytesAsync(SharedData.Require(Path.Combine(Data, file))));
        var rows = data.RootElement.GetProperty(list).EnumerateArray().ToList();
        foreach (var row in rows)
        {
            var request = row.GetProperty("request").GetRawText();
            var answer = await pdp.PostAsync(path, request);
            if (answer.Status != HttpStatusCode.OK || !Same(row.GetProperty("expected"), answer.Json))
            {
                wrong.Add($"{file}: {request} -> {(int)answer.Status} {answer.Text}");
            }
        }

        return rows.Count;
    }

    private static bool Same(JsonElement expected, JsonElement answer) => expected.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => answer.GetProperty("decision").GetBoolean() == expected.GetBoolean(),
        JsonValueKind.Array => expected.EnumerateArray().Select(e => e.GetProperty("decision").GetBoolean())
            .SequenceEqual(answer.GetProperty("evaluations").EnumerateArray().Select(e => e.GetProperty("decision").GetBoolean())),
        _ => JsonElement.DeepEquals(expected.GetProperty("results"), answer.GetProperty("results")) && answer.GetProperty("page").GetProperty("next_token").GetString() == "",
    };
}
