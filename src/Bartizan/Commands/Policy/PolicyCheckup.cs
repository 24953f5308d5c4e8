using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Validation;

namespace Bartizan.Commands.Policy;

/// <summary>What one run of <c>bartizan policy check</c> finds.</summary>
internal sealed class PolicyCheckup
{
    private readonly List<InputError> _errors = [];
    private readonly List<InputError> _warnings = [];
    private int _files;
    private PolicySet _policies = PolicySet.Empty;

    private PolicyCheckup()
    {
    }

    public bool HasErrors => _errors.Count > 0;

    /// <summary>Reads and checks; what is wrong in a file is found, not thrown.</summary>
    /// <exception cref="InputException">There is no schema to check entities or requests against.</exception>
    public static PolicyCheckup Of(string[] policies, string? schema, string? entities, string? requests)
    {
        var check = new PolicyCheckup();
        check.Read(policies);
        if (schema is null && (entities ?? requests) is not null)
        {
            throw new InputException(new InputError("Entities and requests are checked against a schema.", "Add --schema."));
        }

        if (schema is not null)
        {
            check.Try(() =>
            {
                var read = PolicyFiles.ReadSchema(schema);
                check.CheckPolicies(read);
                check.CheckEntities(read, entities);
                check.CheckRequests(read, requests);
            });
        }

        return check;
    }

    public void WriteJson(TextWriter output) => output.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["files"] = _files,
        ["policies"] = _policies.Policies.Count,
        ["templates"] = _policies.Templates.Count,
        ["errors"] = _errors.Select(AsJson),
        ["warnings"] = _warnings.Select(AsJson),
    }));

    public void WriteText(TextWriter output, TextWriter people)
    {
        CommandErrors.Write(people, [.. _errors, .. _warnings.Select(w => w with { What = $"warning: {w.What}" })]);
        if (!HasErrors)
        {
            output.WriteLine($"{_files} {(_files == 1 ? "file" : "files")}: {_policies.Policies.Count} policies, {_policies.Templates.Count} templates, no errors");
        }
    }

    private static object AsJson(InputError error) => new { file = error.File, line = error.Line, column = error.Column, what = error.What, fix = error.Fix };

    private void Read(string[] paths)
    {
        var sets = new List<PolicySet>();
        foreach (var file in PolicyFiles.Expand(paths))
        {
            _files++;
            Try(() => sets.Add(PolicyFiles.ReadPolicyFile(file, PolicyIds.FromAnnotation)));
        }

        if (!HasErrors)
        {
            _policies = PolicySet.Combine(sets);
        }
    }

    private void CheckPolicies(PolicySchema schema)
    {
        foreach (var finding in PolicyValidator.Validate(_policies, schema).Findings)
        {
            (finding.IsError ? _errors : _warnings).Add(finding.Told);
        }
    }

    private void CheckEntities(PolicySchema schema, string? file)
    {
        if (file is not null)
        {
            Try(() => Add(RequestValidator.Validate(EntityStore.FromJson(PolicyFiles.ReadText(file), file, schema), schema), file, line: 0));
        }
    }

    private void CheckRequests(PolicySchema schema, string? file)
    {
        var line = 0;
        foreach (var text in file is null ? [] : PolicyFiles.ReadLines(file))
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text))
            {
                Try(() => Add(RequestValidator.Validate(AuthorizationRequest.FromJson(text, file!, line, schema), schema), file!, line));
            }
        }
    }

    private void Add(IEnumerable<InputError> errors, string file, int line) =>
        _errors.AddRange(errors.Select(e => e with { File = file, Line = line, Column = line == 0 ? 0 : 1 }));

    private void Try(Action read)
    {
        try
        {
            read();
        }
        catch (InputException e)
        {
            _errors.AddRange(e.Errors);
        }
    }
}
