using System.Text;
using Bartizan.Core.Results;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Tests.Support;

namespace Bartizan.Policy.Tests.Syntax;

/// <summary>Whatever bytes come, a reader either reads them or says what is wrong with them.</summary>
public sealed class FuzzTests
{
    private const string Schema = "namespace A { entity E in [E] = { a: Long, b?: Set<E>, c: { d: ipaddr } } tags String; type T = { x: decimal }; action act in [\"all\"] appliesTo { principal: E, resource: [E], context: T }; action \"all\"; }";
    private const string JsonSchema = """{"A":{"commonTypes":{"T":{"type":"Record","attributes":{"x":{"type":"Extension","name":"decimal"}}}},"entityTypes":{"E":{"memberOfTypes":["E"],"shape":{"type":"Record","attributes":{"b":{"type":"Set","element":{"type":"Entity","name":"E"},"required":false},"c":{"type":"EntityOrCommon","name":"T"}}},"tags":{"type":"String"}},"F":{"enum":["x"]}},"actions":{"all":{},"act":{"memberOf":[{"id":"all"}],"appliesTo":{"principalTypes":["E"],"resourceTypes":["E"],"context":{"type":"T"}}}}}}""";
    private const string Entities = """[{"uid":{"type":"A","id":"x"},"attrs":{"n":1,"e":{"__entity":{"type":"A","id":"y"}},"d":{"__extn":{"fn":"decimal","arg":"1.0"}},"s":["a",true,{"k":"v"}]},"parents":[{"type":"A","id":"z"}],"tags":{"t":"u"}}]""";
    private const string Request = """{"principal":{"type":"A","id":"x"},"action":"Action::\"a\"","resource":{"__entity":{"type":"B","id":"y"}},"context":{"a":[1,2,{"__extn":{"fn":"ip","arg":"::1"}}]}}""";

    [Fact]
    public void Policies() => Mutate(i => PolicyPrinter.Print(new RandomSyntax(i).Policy()), text => PolicySet.Parse(text));

    [Fact]
    public void Policies_as_json() => Mutate(i => PolicySet.Parse(PolicyPrinter.Print(new RandomSyntax(i).Policy())).ToJson(), text => PolicySet.FromJson(text));

    [Fact]
    public void Entities_as_json() => Mutate(_ => Entities, text => EntityStore.FromJson(text));

    [Fact]
    public void Requests_as_json() => Mutate(_ => Request, text => AuthorizationRequest.FromJson(text));

    [Fact]
    public void Schemas() => Mutate(_ => Schema, text => PolicySchema.Parse(text));

    [Fact]
    public void Schemas_as_json() => Mutate(_ => JsonSchema, text => PolicySchema.FromJson(text));

    [Fact]
    public void Entities_as_bytes_that_are_no_text()
    {
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Entities);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Tolerate(() => EntityStore.FromJson(bytes));
        }
    }

    private static void Mutate(Func<int, string> source, Action<string> read)
    {
        const string Signs = "(){}[],;:.\"'\\@?!=<>&|+-*/%\0\u00e9\ud83d \n0123456789abnulltruefalse_";
        var random = new Random(11);
        for (var i = 0; i < 4_000; i++)
        {
            var text = new StringBuilder(source(i));
            for (var edits = 1 + random.Next(4); edits > 0 && text.Length > 0; edits--)
            {
                var at = random.Next(text.Length);
                _ = random.Next(4) switch
                {
                    0 => text.Remove(at, random.Next(1, text.Length - at + 1)),
                    1 => text.Insert(at, Signs[random.Next(Signs.Length)]),
                    2 => text.Insert(at, text.ToString(at, random.Next(text.Length - at))),
                    _ => text.Replace(text[at], Signs[random.Next(Signs.Length)], at, 1),
                };
            }

            Tolerate(() => read(text.ToString()));
        }
    }

    private static void Tolerate(Action read)
    {
        try
        {
            read();
        }
        catch (InputException e)
        {
            Assert.NotEmpty(e.Errors);
            Assert.All(e.Errors, error => Assert.NotEmpty(error.What));
        }
    }
}
