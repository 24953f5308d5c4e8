using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Json;

/// <summary>Writes Cedar's JSON policy format.</summary>
internal sealed class PolicyJsonWriter
{
    // What is written is JSON on its own, never inside HTML, so only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = JsonInput.MaxPolicyDepth };

    private readonly Utf8JsonWriter _json;
    private readonly ExprJsonWriter _expressions;

    private PolicyJsonWriter(Utf8JsonWriter json) => (_json, _expressions) = (json, new ExprJsonWriter(json));

    public static string Write(Policy policy) => Write(w => w.WritePolicy(policy.Syntax));

    public static string Write(PolicySet set) => Write(w => w.WriteSet(set));

    private static string Write(Action<PolicyJsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(new PolicyJsonWriter(json));
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void WriteSet(PolicySet set)
    {
        _json.WriteStartObject();
        WriteAll("staticPolicies", set.Policies.Where(p => p.TemplateId is null));
        WriteAll("templates", set.Templates);
        _json.WriteStartArray("templateLinks");
        foreach (var link in set.Policies.Where(p => p.TemplateId is not null))
        {
            WriteLink(link, set.Templates.First(t => string.Equals(t.Id, link.TemplateId, StringComparison.Ordinal)));
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteAll(string name, IEnumerable<Policy> policies)
    {
        _json.WriteStartObject(name);
        foreach (var policy in policies)
        {
            _json.WritePropertyName(policy.Id);
            WritePolicy(policy.Syntax);
        }

        _json.WriteEndObject();
    }

    private void WriteLink(Policy link, Policy template)
    {
        _json.WriteStartObject();
        _json.WriteString("templateId", link.TemplateId);
        _json.WriteString("newId", link.Id);
        _json.WriteStartObject("values");
        WriteValue("?principal", template.Syntax.Principal, link.Syntax.Principal);
        WriteValue("?resource", template.Syntax.Resource, link.Syntax.Resource);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteValue(string slot, Scope template, Scope link)
    {
        if (template.IsSlot)
        {
            _json.WritePropertyName(slot);
            WriteUid(link.Uids[0]);
        }
    }

    private void WritePolicy(PolicySyntax policy)
    {
        _json.WriteStartObject();
        _json.WriteString("effect", policy.Effect == Effect.Permit ? "permit" : "forbid");
        WriteScope("principal", policy.Principal);
        WriteScope("action", policy.Action);
        WriteScope("resource", policy.Resource);
        _json.WriteStartArray("conditions");
        foreach (var condition in policy.Conditions)
        {
            _json.WriteStartObject();
            _json.WriteString("kind", condition.IsWhen ? "when" : "unless");
            _json.WritePropertyName("body");
            _expressions.Write(condition.Body);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        if (policy.Annotations.Count > 0)
        {
            _json.WriteStartObject("annotations");
            foreach (var (key, value) in policy.Annotations)
            {
                _json.WriteString(key, value);
            }

            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    private void WriteScope(string variable, Scope scope)
    {
        _json.WriteStartObject(variable);
        _json.WriteString("op", scope.Kind switch
        {
            ScopeKind.Any => "All",
            ScopeKind.Equal => "==",
            ScopeKind.In => "in",
            _ => "is",
        });
        switch (scope.Kind)
        {
            case ScopeKind.Equal or ScopeKind.In:
                WriteTarget(variable, scope);
                break;
            case ScopeKind.Is or ScopeKind.IsIn:
                _json.WriteString("entity_type", scope.Type);
                if (scope.Kind == ScopeKind.IsIn)
                {
                    _json.WriteStartObject("in");
                    WriteTarget(variable, scope);
                    _json.WriteEndObject();
                }

                break;
        }

        _json.WriteEndObject();
    }

    private void WriteTarget(string variable, Scope scope)
    {
        if (scope.IsSlot)
        {
            _json.WriteString("slot", $"?{variable}");
        }
        else if (scope.IsList)
        {
            _json.WriteStartArray("entities");
            foreach (var uid in scope.Uids)
            {
                WriteUid(uid);
            }

            _json.WriteEndArray();
        }
        else
        {
            _json.WritePropertyName("entity");
            WriteUid(scope.Uids[0]);
        }
    }

    private void WriteUid(EntityUid uid) => ValueJsonWriter.WriteUid(_json, uid);
}
