using Bartizan.Core.Results;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Tests.Json;

public sealed class RequestJsonTests
{
    [Fact]
    public void Entities_may_be_written_in_three_ways_and_the_context_left_out()
    {
        var request = AuthorizationRequest.FromJson("""{"principal": {"type": "A", "id": "x"}, "action": {"__entity": {"type": "Action", "id": "a"}}, "resource": "N::R::\"q\""}""");
        Assert.Equal(new AuthorizationRequest(new EntityUid("A", "x"), new EntityUid("Action", "a"), new EntityUid("N::R", "q"), CedarRecord.Empty), request);
    }

    [Fact]
    public void A_schema_lets_values_be_written_plainly()
    {
        var schema = PolicySchema.Parse("""
            namespace N {
              type Ctx = { owner: User, from: ipaddr, limits: Set<decimal>, inner: { until: datetime }, note: String };
              entity User in [User];
              action read in [any] appliesTo { principal: [User], resource: User, context: Ctx };
              action any;
            }
            """);
        var request = AuthorizationRequest.FromJson("""
            {"principal": "N::User::\"a\"", "action": "N::Action::\"read\"", "resource": "N::User::\"a\"",
             "context": {"owner": {"type": "N::User", "id": "b"}, "from": "10.0.0.1", "limits": ["1.5", "2.0"], "inner": {"until": {"fn": "datetime", "arg": "2026-11-20"}}, "note": "10.0.0.1"}}
            """, schema: schema);
        Assert.Equal(
            """{from: ip("10.0.0.1"), inner: {until: datetime("2026-11-20T00:00:00.000Z")}, limits: [decimal("1.5"), decimal("2.0")], note: "10.0.0.1", owner: N::User::"b"}""",
            request.Context.ToString());
        Assert.Equal([new EntityUid("N::Action", "any")], schema.ActionEntities.Single(a => a.Uid.Id == "read").Parents);
    }

    [Theory]
    [InlineData("{\"principal\": {}}", "The field action is missing.")]
    [InlineData("[]", "Expected a request, found an array.")]
    public void What_is_wrong_is_explained_with_its_line(string json, string what)
    {
        var e = Assert.Throws<InputException>(() => AuthorizationRequest.FromJson(json, "r.jsonl", 7));
        Assert.Equal(("r.jsonl", 7, what), (e.Errors[0].File, e.Errors[0].Line, e.Errors[0].What));
        Assert.Equal(9, Assert.Throws<InputException>(() => AuthorizationRequest.FromJson("{", "r.jsonl", 9)).Errors[0].Line);
    }
}
