using System.Text.Json.Nodes;
using Bartizan.Core.Results;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;

namespace Bartizan.Commands.Policy;

/// <summary>
/// Reads test files. YAML: <c>policies</c> and <c>entities</c> (paths from the file's folder), <c>defaults</c> (a partial request that
/// every test starts from) and <c>tests</c>, each with <c>name</c>, the request's fields, <c>expect</c>, and optionally <c>by</c>, <c>errors</c> , <c>history</c> and <c>numbers</c> (<see cref="PolicyTestHistory"/>).
/// JSON lines: one test a line, with the same fields.
/// </summary>
internal static class PolicyTestFile
{
    private const string Fix = "A test looks like: {name: …, principal: …, action: …, resource: …, context: {…}, expect: allow, by: [policy]}.";

    private static readonly string[] TestFields = ["name", "principal", "action", "resource", "context", "expect", "by", "errors", "history", "numbers"];

    public static PolicyTestSuite Read(string file, PolicySchema? schema) =>
        file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? ReadLines(file, schema) : ReadYaml(file, schema);

    private static PolicyTestSuite ReadLines(string file, PolicySchema? schema)
    {
        var tests = new List<PolicyTest>();
        var number = 0;
        foreach (var line in PolicyFiles.ReadLines(file))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                _ = AuthorizationRequest.FromJson(line, file, number, schema); // says where the JSON is broken
                tests.Add(ReadTest(JsonNode.Parse(line)!.AsObject(), null, file, number, schema));
            }
        }

        return new PolicyTestSuite([], null, tests);
    }

    private static PolicyTestSuite ReadYaml(string file, PolicySchema? schema)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".";
        var suite = Parse(PolicyFiles.ReadText(file), file, schema, path => PolicyFiles.ReadText(Path.Combine(folder, path)));
        return suite with { Policies = [.. suite.Policies.Select(p => Path.Combine(folder, p))] };
    }

    /// <summary>Reads the YAML of a test file. Paths of policies are left as they are written.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">Named in errors.</param>
    /// <param name="schema">Lets values be written plainly; may be null.</param>
    /// <param name="read">Reads a file of entities that it names; null where it must not name one.</param>
    /// <exception cref="InputException">It is no test file.</exception>
    public static PolicyTestSuite Parse(string text, string file, PolicySchema? schema, Func<string, string>? read)
    {
        var root = YamlJson.Read(text, file);
        foreach (var (name, line) in root.Lines)
        {
            if (name is not ("policies" or "entities" or "defaults" or "tests"))
            {
                throw new InputException(new InputError($"A test file has no field {name}.", "The fields are policies, entities, defaults and tests.", file, line, 1));
            }
        }

        if (root.Json["tests"] is not JsonArray { Count: > 0 } tests)
        {
            throw new InputException(new InputError("The file holds no tests.", "Add a list under tests.", file, 1, 1));
        }

        var entities = root.Json["entities"] switch
        {
            null => null,
            JsonValue when read is null => throw new InputException(new InputError("Entities in another file are not read here.", "Write them as a list in their place.", file, 1, 1)),
            JsonValue path => EntityStore.FromJson(read(path.ToString()), path.ToString(), schema),
            var inline => EntityStore.FromJson(inline.ToJsonString(), file, schema),
        };
        var defaults = root.Json["defaults"] as JsonObject;
        return new PolicyTestSuite(
            [.. Texts(root.Json["policies"])],
            entities,
            [.. tests.Select((t, i) => ReadTest(t as JsonObject, defaults, file, root.LineOf("tests", i), schema))]);
    }

    private static PolicyTest ReadTest(JsonObject? test, JsonObject? defaults, string file, int line, PolicySchema? schema)
    {
        if (test is null)
        {
            throw new InputException(new InputError("This is no test.", Fix, file, line, 1));
        }

        if (test.Select(f => f.Key).FirstOrDefault(k => !TestFields.Contains(k)) is { } unknown)
        {
            throw new InputException(new InputError($"A test has no field {unknown}.", $"The fields are {string.Join(", ", TestFields)}.", file, line, 1));
        }

        var allowed = test["expect"]?.ToString() switch
        {
            "allow" => true,
            "deny" => false,
            _ => throw new InputException(new InputError("The test does not say what to expect.", "Write expect: allow or expect: deny.", file, line, 1)),
        };
        var request = AuthorizationRequest.FromJson(Merge(test, defaults).ToJsonString(), file, line, schema);
        return new PolicyTest(
            test["name"]?.ToString() ?? $"line {line}",
            file,
            line,
            request,
            allowed,
            test["by"] is { } by ? [.. Texts(by)] : null,
            [.. Texts(test["errors"])])
        {
            History = PolicyTestHistory.Read(test["history"] ?? defaults?["history"], request.Principal, file, line),
            Numbers = PolicyTestHistory.Numbers(test["numbers"] ?? defaults?["numbers"], file, line),
        };
    }

    // The test's fields over the defaults, and the fields of its context over those of the default context.
    private static JsonObject Merge(JsonObject test, JsonObject? defaults)
    {
        var request = new JsonObject();
        foreach (var name in new[] { "principal", "action", "resource" })
        {
            if ((test[name] ?? defaults?[name]) is { } value)
            {
                request[name] = value.DeepClone();
            }
        }

        var context = new JsonObject();
        foreach (var (name, value) in (defaults?["context"] as JsonObject ?? []).Concat(test["context"] as JsonObject ?? []))
        {
            context[name] = value?.DeepClone();
        }

        request["context"] = context;
        return request;
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        null => [],
        JsonArray items => items.Select(i => i?.ToString() ?? ""),
        _ => [node.ToString()],
    };
}
