using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Policy.Json;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>Reads the JSON form of schemas: an object of namespaces, each with <c>entityTypes</c>, <c>actions</c> and <c>commonTypes</c>.</summary>
internal sealed class SchemaJsonParser
{
    private readonly Declarations _declarations;
    private readonly SchemaJsonShape _shape;
    private readonly SchemaJsonTypes _types;

    private SchemaJsonParser(Diagnostics diagnostics)
    {
        _declarations = new Declarations(diagnostics);
        _shape = new SchemaJsonShape(diagnostics);
        _types = new SchemaJsonTypes(_shape);
    }

    public static PolicySchema Parse(string text, string file)
    {
        if (text.Length > Parser.MaxLength)
        {
            throw new InputException(new InputError($"The text is longer than {Parser.MaxLength} characters.", "Split it.", file));
        }

        var diagnostics = new Diagnostics(text, file);
        var parser = new SchemaJsonParser(diagnostics);
        parser.ReadAll(JsonTree.Parse(text, file));
        return SchemaResolver.Resolve(parser._declarations, diagnostics);
    }

    private void ReadAll(JsonTree root)
    {
        foreach (var (space, at, body) in _shape.Fields(root, "namespaces by name; \"\" for none"))
        {
            if (space.Length == 0)
            {
                ReadNamespace("", body);
            }
            else if (_shape.IsPath(space, at))
            {
                _declarations.AddNamespace(space, at);
                ReadNamespace(space, body);
            }
        }
    }

    private void ReadNamespace(string space, JsonTree body)
    {
        if (!_shape.IsObject(body, ["entityTypes", "actions", "commonTypes", "annotations"], required: ["entityTypes", "actions"]))
        {
            return;
        }

        _shape.CheckAnnotations(body);
        if (space.Length == 0 && body.Find("annotations") is { Fields.Count: > 0 } annotations)
        {
            _shape.Report(annotations, "The namespace without name has no annotations.", "Annotate its declarations.");
        }

        foreach (var (name, at, type) in _shape.Fields(body.Find("commonTypes"), "types by name").Where(f => _shape.IsName(f.Name, f.Span)))
        {
            if (_types.Read(type, ["annotations"]) is { } written)
            {
                _declarations.Add(name, new WrittenCommonType(space, written, at));
            }
        }

        foreach (var (name, at, entity) in _shape.Fields(body.Find("entityTypes"), "entity types by name").Where(f => _shape.IsName(f.Name, f.Span)))
        {
            ReadEntity(name, new WrittenEntityDeclaration(space, at), entity);
        }

        foreach (var (id, at, action) in _shape.Fields(body.Find("actions"), "actions by id"))
        {
            ReadAction(id, new WrittenActionDeclaration(space, at), action);
        }
    }

    private void ReadEntity(string name, WrittenEntityDeclaration declaration, JsonTree body)
    {
        string[] fields = body.Find("enum") is null ? ["memberOfTypes", "shape", "tags", "annotations"] : ["enum", "annotations"];
        if (!_shape.IsObject(body, fields))
        {
            return;
        }

        _shape.CheckAnnotations(body);
        if (body.Find("enum") is { } ids)
        {
            declaration = declaration with { Ids = [.. _shape.Texts(ids, "ids").Select(i => i.Text)] };
            if (ids is { Kind: JsonValueKind.Array, Items.Count: 0 })
            {
                _shape.Report(ids, "The list of ids is empty.", "Name at least one.");
            }
        }

        _declarations.Add(name, declaration with
        {
            Parents = ReadTypes(body.Find("memberOfTypes")),
            Shape = body.Find("shape") is { } shape ? _types.Read(shape, []) : null,
            Tags = body.Find("tags") is { } tags ? _types.Read(tags, []) : null,
        });
    }

    private void ReadAction(string id, WrittenActionDeclaration declaration, JsonTree body)
    {
        if (!_shape.IsObject(body, ["appliesTo", "memberOf", "attributes", "annotations"]))
        {
            return;
        }

        _shape.CheckAnnotations(body);
        if (body.Find("attributes") is { Kind: not JsonValueKind.Null } attributes)
        {
            _shape.Report(attributes, "Actions have no attributes.", "Leave them out.");
        }

        if (body.Find("memberOf") is { Kind: not JsonValueKind.Null } groups)
        {
            declaration = declaration with { Groups = [.. _shape.Items(groups, "actions").Select(ReadGroup).OfType<WrittenAction>()] };
        }

        if (body.Find("appliesTo") is { Kind: not JsonValueKind.Null } applies
            && _shape.IsObject(applies, ["principalTypes", "resourceTypes", "context"], required: ["principalTypes", "resourceTypes"]))
        {
            declaration = declaration with
            {
                Principals = ReadTypes(applies.Find("principalTypes")),
                Resources = ReadTypes(applies.Find("resourceTypes")),
                Context = applies.Find("context") is { } context ? _types.Read(context, []) : null,
            };
        }

        _declarations.Add(id, declaration);
    }

    private WrittenAction? ReadGroup(JsonTree group)
    {
        if (!_shape.IsObject(group, ["id", "type"], required: ["id"]) || _shape.Text(group.Find("id"), "an id") is not { } id)
        {
            return null;
        }

        var type = group.Find("type") is { Kind: not JsonValueKind.Null } given ? _shape.Path(given) : "Action";
        return type is null ? null : new WrittenAction(type, id.Text, id.Span);
    }

    private List<WrittenName> ReadTypes(JsonTree? names) =>
        names is null ? [] : [.. _shape.Texts(names, "entity types").Where(n => _shape.IsPath(n.Text, n.Span)).Select(n => new WrittenName(n.Text, NameKind.Entity, n.Span))];
}
