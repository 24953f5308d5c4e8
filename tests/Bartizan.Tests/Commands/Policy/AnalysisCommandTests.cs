using System.CommandLine;
using System.Text.Json;
using Bartizan.Commands;
using Bartizan.Commands.Policy;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Matrix;
using Bartizan.Policy.Entities;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;
using Bartizan.Testing;

namespace Bartizan.Tests.Commands.Policy;

/// <summary>What <c>policy matrix</c>, <c>diff</c>, <c>backtest</c> and <c>why-not</c> print, word for word.</summary>
public sealed class AnalysisCommandTests : IDisposable
{
    private const string Old = """
        @id("red") permit (principal in Team::"red", action == Action::"call", resource)
        when { principal.level < 3 || context.approved };
        @id("no-secrets") @hold("owner") forbid (principal, action, resource == Tool::"pay")
        when { context.labels.contains("secret") };
        """;

    private const string New = """
        @id("red") permit (principal in Team::"red", action == Action::"call", resource)
        when { principal.level < 4 || context.approved };
        @id("read") permit (principal, action == Action::"read", resource);
        @id("no-secrets") @hold("owner") forbid (principal, action, resource == Tool::"pay")
        when { context.labels.contains("secret") };
        """;

    private const string Entities = """
        [{"uid": "Agent::\"a\"", "attrs": {"level": 1}, "parents": ["Team::\"red\""]}, {"uid": "Agent::\"b\"", "attrs": {"level": 3}, "parents": ["Team::\"red\""]},
         {"uid": "Agent::\"c\"", "attrs": {"level": 1}, "parents": ["Team::\"red\""]}, {"uid": "Tool::\"pay\"", "attrs": {}, "parents": []},
         {"uid": {"type": "Tool", "id": "=evil,\u001b[31m\u202e\"x"}, "attrs": {}, "parents": []}]
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bartizan-policy-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Matrix_tells_who_may_do_what_and_why()
    {
        var policies = Write("old.cedar", Old);
        var (code, output, _) = await RunAsync("policy", "matrix", "--policies", policies, "--entities", Write("e.json", Entities), "--principal", "Agent", "--resource", "Tool");
        Assert.Equal(ExitCodes.Fine, code);
        Assert.Equal(
            $$"""
            6 permissions: 2 always, 4 depend on the context, 0 never

            Agent::"a", Agent::"c"
              always   Action::"call" on Tool::"=evil,\u{1b}[31m\u{202e}\"x"
                       permit red ({{policies}}:1)
              depends  Action::"call" on Tool::"pay"
                       permit red ({{policies}}:1)
                       forbid no-secrets ({{policies}}:3), held for owner when context.labels.contains("secret")

            Agent::"b"
              depends  Action::"call" on Tool::"pay"
                       permit red ({{policies}}:1) when context.approved
                       forbid no-secrets ({{policies}}:3), held for owner when context.labels.contains("secret")
              depends  Action::"call" on Tool::"=evil,\u{1b}[31m\u{202e}\"x"
                       permit red ({{policies}}:1) when context.approved

            """.ReplaceLineEndings("\n"),
            output);
    }

    [Fact]
    public void A_blueprint_that_takes_something_away_is_named()
    {
        var agent = new EntityUid("Agent", "a");
        var tool = new EntityUid("Tool", "pay");
        var policies = PolicySet.Parse("@id(\"all\") permit (principal, action == Action::\"call\", resource);");
        var matrix = PermissionMatrix.Of(policies, new MatrixQuestion
        {
            Entities = EntityStore.Empty,
            Principals = [agent],
            Actions = [new EntityUid("Action", "call")],
            Resources = [tool],
            Ceilings = new Dictionary<EntityUid, MatrixCeiling> { [agent] = new("billing@2", null, PolicySet.Parse("@id(\"calm\") permit (principal, action, resource) unless { context.untrusted };")) },
        });
        var (text, csv, json) = (new StringWriter(), new StringWriter(), new StringWriter());

        MatrixText.Write(text, matrix);
        MatrixData.WriteCsv(csv, matrix);
        MatrixData.WriteJson(json, matrix);

        Assert.Contains("depends by the blueprint billing@2:", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("permit calm when !context.untrusted", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("depends,all,,billing@2", csv.ToString(), StringComparison.Ordinal);
        Assert.Equal("billing@2", JsonDocument.Parse(json.ToString()).RootElement.GetProperty("rows")[0].GetProperty("answers")[0].GetProperty("blueprint").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Matrix_for_programs_names_every_entity_and_no_cell_is_a_formula()
    {
        string[] ask = ["policy", "matrix", "--policies", Write("old.cedar", Old), "--entities", Write("e.json", Entities), "--principal", "Agent::\"a\"", "--resource", "Tool", "--context", """{"labels": ["secret"]}"""];
        var (_, csv, _) = await RunAsync([.. ask, "--format", "csv"]);
        Assert.Equal(
            [
                "principal,action,resource,permission,policies,condition,blueprint",
                "\"Agent::\"\"a\"\"\",\"Action::\"\"call\"\"\",\"Tool::\"\"pay\"\"\",never,no-secrets,,",
                "\"Agent::\"\"a\"\"\",\"Action::\"\"call\"\"\",\"Tool::\"\"=evil,\\u{1b}[31m\\u{202e}\\\"\"x\"\"\",always,red,,",
            ],
            csv.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var (_, json, _) = await RunAsync([.. ask, "--format", "json"]);
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal((2, 1, 1), (root.GetProperty("permissions").GetInt32(), root.GetProperty("always").GetInt32(), root.GetProperty("never").GetInt32()));
        Assert.Equal("no-secrets", root.GetProperty("rows")[0].GetProperty("answers")[1].GetProperty("policies")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Matrix_says_what_is_missing_or_wrong()
    {
        var policies = Write("old.cedar", Old);
        var (code, _, error) = await RunAsync("policy", "matrix", "--policies", policies);
        Assert.Equal((ExitCodes.BadInput, true), (code, error.Contains("There is nothing to ask about: 0 principals", StringComparison.Ordinal)));
        (code, _, error) = await RunAsync("policy", "matrix", "--policies", policies, "--entities", Write("e.json", Entities), "--context", "{");
        Assert.Equal((ExitCodes.BadInput, true), (code, error.StartsWith("--context:1:", StringComparison.Ordinal)));
        (code, _, error) = await RunAsync("policy", "matrix", "--policies", policies, "--entities", Write("e.json", Entities), "--most", "0");
        Assert.Equal((ExitCodes.BadInput, true), (code, error.StartsWith("--most 0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Diff_tells_what_is_newly_allowed_first()
    {
        var (before, after) = (Write("old.cedar", Old), Write("new.cedar", New));
        var (code, output, _) = await RunAsync("policy", "diff", before, after, "--entities", Write("e.json", Entities), "--principal", "Agent", "--resource", "Tool::\"pay\"");
        Assert.Equal(ExitCodes.Findings, code);
        Assert.Equal(
            $$"""
            policies: 1 added, 0 removed, 1 changed
              ~ permit red ({{after}}:1)
              + permit read ({{after}}:3)

            inventory: 6 permissions compared, 4 differ, 4 of them may be newly allowed
              newly allowed in some contexts: never -> depends
                Agent::"a", Agent::"c": Action::"read" on Tool::"pay"
                Agent::"b": Action::"read" on Tool::"pay"
                  - no policy permits it
                  + permit read ({{after}}:3)
                  + forbid no-secrets ({{after}}:4), held for owner when context.labels.contains("secret")
              newly allowed in some contexts: depends -> depends
                Agent::"b": Action::"call" on Tool::"pay"
                  - permit red ({{before}}:1) when context.approved
                  + permit red ({{after}}:1)
                  and 1 as before

            """.ReplaceLineEndings("\n"),
            output);
        (code, output, _) = await RunAsync("policy", "diff", before, before, "--entities", Write("e.json", Entities));
        Assert.Equal((ExitCodes.Fine, "policies: 0 added, 0 removed, 0 changed"), (code, output.Split('\n')[0]));
    }

    [Fact]
    public async Task Diff_of_requests_counts_and_gives_examples()
    {
        var requests = Write("r.jsonl", """
            {"principal": "Agent::\"a\"", "action": "Action::\"call\"", "resource": "Tool::\"pay\"", "context": {"labels": []}}
            {"principal": "Agent::\"a\"", "action": "Action::\"read\"", "resource": "Tool::\"pay\"", "context": {"labels": []}}

            {"principal": "Agent::\"b\"", "action": "Action::\"read\"", "resource": "Tool::\"pay\"", "context": {"labels": ["secret"]}}
            """);
        string[] ask = ["policy", "diff", Write("old.cedar", Old), Write("new.cedar", New), "--entities", Write("e.json", Entities), "--requests", requests];
        var (code, output, _) = await RunAsync(ask);
        Assert.Equal(ExitCodes.Findings, code);
        Assert.EndsWith(
            $$"""

            requests: 3: 1 newly allowed, 0 newly denied, 0 new error, 0 other obligations, 0 other reasons, 0 cannot be told, 2 same
              newly allowed: 1 of Action::"read": no policy -> read
                e.g. {{requests}}:2

            """.ReplaceLineEndings("\n"),
            output);
        var (_, json, _) = await RunAsync([.. ask, "--format", "json"]);
        Assert.Equal(1, JsonDocument.Parse(json).RootElement.GetProperty("requests").GetProperty("changes").GetProperty("newly allowed").GetInt32());
    }

    [Fact]
    public async Task Why_not_says_what_stands_in_the_way_and_what_would_permit_it()
    {
        var policies = Write("old.cedar", Old);
        const string Request = """{"principal": "Agent::\"b\"", "action": "Action::\"call\"", "resource": "Tool::\"pay\"", "context": {"labels": ["secret", "pii"], "approved": false}}""";
        var (code, output, _) = await RunAsync("policy", "why-not", "--policies", policies, "--entities", Write("e.json", Entities), "--request", Request);
        Assert.Equal(ExitCodes.Findings, code);
        Assert.Equal(
            $$"""
            DENY by no-secrets

            In the way:
              forbid no-secrets ({{policies}}:3), held for owner
                would not apply after: remove "secret" from context.labels

            Permits that nearly apply:
              permit red ({{policies}}:1)
                would apply after: set Agent::"b".level to 2
                or: set context.approved to true

            Each of these alone would permit it, smallest first:
              1. remove "secret" from context.labels, and set Agent::"b".level to 2
              2. remove "secret" from context.labels, and set context.approved to true

            No grant can help: no-secrets would overrule it.

            Searched: 3 changes that policies speak of, 6 combinations. All single changes and pairs were tried.

            """.ReplaceLineEndings("\n"),
            output);
        (code, output, _) = await RunAsync("policy", "why-not", "--policies", policies, "--entities", Write("e.json", Entities), "--request", Request.Replace("\"secret\", ", "", StringComparison.Ordinal).Replace("false", "true", StringComparison.Ordinal));
        Assert.Equal((ExitCodes.Fine, "ALLOW by red: there is nothing to change\n"), (code, output));
        var (_, json, _) = await RunAsync("policy", "why-not", "--policies", policies, "--request", Request.Replace("secret", "x", StringComparison.Ordinal), "--format", "json");
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal("deny", root.GetProperty("decision").GetString());
        Assert.Contains("permit (principal == Agent::\"b\"", root.GetProperty("grant").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_asks_recorded_decisions_again_and_the_inventory_is_read_from_them()
    {
        await using (var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = _folder.FullName }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default))
        {
            await store.Agents.AddAsync(new Agent { Id = "agt_1", Name = "bot", Owner = "jo", Created = DateTimeOffset.UnixEpoch, KeyId = "k1", KeyHash = new byte[32], Tags = new Dictionary<string, string> { ["team"] = "red" } }, default);
            await AppendAsync(store, "exc_1", "demo", new Decision { Verdict = Verdict.Allow, Action = "invokeModel", Policies = ["a"], Asked = AskedQuestion.Plain });
            await AppendAsync(store, "exc_2", "evil\u001b[31m", new Decision { Verdict = Verdict.Block, Action = "invokeModel", Policies = ["b"], Code = "blocked_by_policy", Asked = new() { Labels = ["secret.key"] } });
            await AppendAsync(store, "exc_3", "demo", new Decision { Verdict = Verdict.Allow, Action = "callTool", Policies = ["a"], Asked = new() { Resource = "Tool::\"pay\"" } });
            await AppendAsync(store, "exc_4", "demo", new Decision { Verdict = Verdict.Allow, Action = "invokeModel", Policies = ["a"] });
            await store.Events.AppendAsync(new EventRecord { Id = "exc_5", Time = DateTimeOffset.UnixEpoch, Source = "gateway", Kind = "exchange", Json = """{"id": 7}"""u8.ToArray() }, default);
        }

        var policies = Write("p.cedar", """
            @id("ask") permit (principal is Agent, action == Action::"invokeModel", resource) unless { context.labels.contains("canary") };
            @id("reds") permit (principal, action == Action::"callTool", resource) when { principal.tags.team == "blue" };
            """);
        var (code, output, _) = await RunAsync("policy", "backtest", policies, "--data", _folder.FullName);
        Assert.Equal(ExitCodes.Findings, code);
        Assert.Equal(
            $$"""
            4 decisions of 4 exchanges: 1 newly allowed, 1 newly refused, 0 otherwise changed, 1 cannot be told, 1 the same
            1 more exchanges could not be read: run `bartizan ledger verify`

            newly allowed: 1 of invokeModel, block by b -> ask
              exc_2  1970-01-01 00:00:00  bot  evil<U+001B>[31m

            newly refused: 1 of callTool, allow by a -> no policy
              exc_3  1970-01-01 00:00:00  bot  demo

            cannot be told: 1 of invokeModel, allow by a; needs context.labels
              exc_4  1970-01-01 00:00:00  bot  demo

            """.ReplaceLineEndings("\n"),
            output);
        (code, var recent, _) = await RunAsync("policy", "backtest", policies, "--data", _folder.FullName, "--since", "1d");
        Assert.Equal((ExitCodes.Fine, "0 decisions of 0 exchanges"), (code, recent[..recent.IndexOf(':', StringComparison.Ordinal)]));
        var (_, json, _) = await RunAsync("policy", "backtest", policies, "--data", _folder.FullName, "--format", "json");
        Assert.Equal("newlyAllowed", JsonDocument.Parse(json).RootElement.GetProperty("groups")[0].GetProperty("outcome").GetString());

        (_, output, _) = await RunAsync("policy", "matrix", "--policies", policies, "--data", _folder.FullName, "--action", "Action::\"callTool\"");
        Assert.Equal(
            $$"""
            1 permissions: 0 always, 0 depend on the context, 1 never

            Agent::"agt_1"
              never    Action::"callTool" on Tool::"pay"
                       no policy permits it

            """.ReplaceLineEndings("\n"),
            output);

        (code, output, _) = await RunAsync("policy", "diff", policies, Write("q.cedar", "@id(\"all\") permit (principal, action, resource);"), "--data", _folder.FullName);
        Assert.Equal(ExitCodes.Findings, code);
        Assert.Contains("requests: 4: 1 newly allowed, 0 newly denied", output, StringComparison.Ordinal);
        Assert.Contains("\n    Agent::\"agt_1\": Action::\"callTool\" on Tool::\"pay\"\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_not_names_what_blueprints_refuse_of_the_agent_and_of_those_it_acts_for()
    {
        await using (var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = _folder.FullName }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default))
        {
            await store.Console.AddAccountAsync(new Account { Id = "acc_1", Name = "ada", PasswordHash = "none", Roles = ["admin"], Created = TimeProvider.System.GetUtcNow() }, "test", default);
            var blueprint = (await store.Registry.AddBlueprintAsync(
                new Blueprint
                {
                    Id = "",
                    Name = "billing",
                    Version = 0,
                    Owner = "ada",
                    Sponsor = "ada",
                    ReviewDays = 30,
                    By = "ada",
                    Ceiling = """@id("open") permit (principal, action, resource); @id("reds") forbid (principal, action, resource == Tool::"pay") when { principal.tags.team == "red" };""",
                    Created = TimeProvider.System.GetUtcNow(),
                    Reviewed = TimeProvider.System.GetUtcNow(),
                    Expires = TimeProvider.System.GetUtcNow().AddDays(9),
                },
                default)).Blueprint;
            foreach (var (id, bound) in new[] { ("agt_1", blueprint), ("agt_2", null) })
            {
                await store.Agents.AddAsync(
                    new Agent { Id = id, Name = id, Owner = "jo", Created = DateTimeOffset.UnixEpoch, KeyId = id, KeyHash = new byte[32], Tags = new Dictionary<string, string> { ["team"] = "red" }, Blueprint = bound }, default);
            }
        }

        var policies = Write("p.cedar", """@id("reds") permit (principal, action == Action::"callTool", resource) when { principal.tags.team == "red" };""");
        async Task<(int Code, string Output)> AskAsync(string request, params string[] more)
        {
            var (code, output, _) = await RunAsync(["policy", "why-not", "--policies", policies, "--request", request, "--data", _folder.FullName, .. more]);
            return (code, output);
        }

        string Request(string agent, string tool, string actsFor = "") =>
            $$"""{"principal": "Agent::\"{{agent}}\"", "action": "Action::\"callTool\"", "resource": "Tool::\"{{tool}}\"", "context": {"actsFor": [{{actsFor}}]} }""";
        var (code, output) = await AskAsync(Request("agt_1", "pay"));
        Assert.Equal(ExitCodes.Findings, code);
        Assert.Equal("DENY by the blueprint, though policies allow it: reds\n\nOutside of a blueprint, which no policy widens; `bartizan blueprint add` makes its next version:\n  billing@1/reds\n", output);
        Assert.Equal((ExitCodes.Fine, "ALLOW by reds: there is nothing to change\n"), await AskAsync(Request("agt_1", "search")));
        Assert.Equal((ExitCodes.Fine, "ALLOW by reds: there is nothing to change\n"), await AskAsync(Request("agt_2", "pay")));
        (code, output) = await AskAsync(Request("agt_2", "pay", "\"agt_1\", \"agt_1\", \"acc_1\", \"nobody\""), "--format", "json");
        var root = JsonDocument.Parse(output).RootElement;
        Assert.Equal((ExitCodes.Findings, "deny", "billing@1/reds"), (code, root.GetProperty("decision").GetString(), Assert.Single(root.GetProperty("blueprints").EnumerateArray()).GetString()));
        // Where policies refuse it too, both are told.
        var blues = Write("e.json", """[{"uid": "Agent::\"agt_1\"", "attrs": {"name": "b", "owner": "jo", "tags": {"team": "red", "x": "y"}}, "parents": []}]""");
        var (_, both, _) = await RunAsync("policy", "why-not", "--policies", Write("none.cedar", """@id("none") forbid (principal, action, resource);"""), "--request", Request("agt_1", "pay"), "--data", _folder.FullName, "--entities", blues);
        Assert.StartsWith("DENY by none\n\nOutside of a blueprint", both, StringComparison.Ordinal);
        Assert.Contains("\nIn the way:\n", both, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backtest", "p.cedar", "--data", "/nowhere-at-all")]
    [InlineData("why-not", "--request", """{"principal": "A::\"a\"", "action": "A::\"a\"", "resource": "A::\"a\"", "context": {}}""", "--policies", "p.cedar", "--data", "/nowhere-at-all")]
    [InlineData("matrix", "--policies", "p.cedar", "--data", "/nowhere-at-all")]
    public async Task A_folder_without_a_store_is_refused(params string[] ask)
    {
        var policies = Write("p.cedar", "permit (principal, action, resource);");
        var (code, _, error) = await RunAsync(["policy", .. ask.Select(a => a == "p.cedar" ? policies : a)]);
        Assert.Equal((ExitCodes.BadInput, true), (code, error.Contains("no Bartizan store", StringComparison.Ordinal)));
    }

    private static async Task AppendAsync(BartizanStore store, string id, string model, Decision decision) => await store.Events.AppendAsync(
        new ExchangeRecord
        {
            Id = id,
            Time = DateTimeOffset.UnixEpoch,
            Agent = "agt_1",
            AgentName = "bot",
            Owner = "jo",
            Tags = new Dictionary<string, string> { ["team"] = "red" },
            Dialect = "openai-chat",
            Route = "POST /x",
            Model = model,
            Status = 200,
            Verdict = decision.Verdict,
            Decisions = [decision],
        });

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var code = await Root.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
