using Bartizan.Policy.Entities;
using Bartizan.Policy.Validation;

namespace Bartizan.Policy.Tests.Validation;

public sealed class RequestValidatorTests
{
    private const string Good = """{"principal": "User::\"a\"", "action": "Action::\"read\"", "resource": "Doc::\"d\"", "context": {"n": 1, "more": {"x": "y"}, "who": {"type": "User", "id": "b"}}}""";

    [Fact]
    public void A_request_that_fits_is_good() => Assert.Empty(Errors(Good));

    [Theory]
    [InlineData("Action::\\\"read\\\"", "Action::\\\"raed\\\"", "action: The schema has no action Action::\"raed\".")]
    [InlineData("User::\\\"a\\\"", "Team::\\\"a\\\"", "principal: Action::\"read\" does not apply to Team.")]
    [InlineData("User::\\\"a\\\"", "Nope::\\\"a\\\"", "principal: The schema has no entity type Nope.")]
    [InlineData("Doc::\\\"d\\\"", "User::\\\"d\\\"", "resource: Action::\"read\" does not apply to User.")]
    [InlineData("\"n\": 1", "\"n\": \"1\"", "context.n: Long is needed, found a string.")]
    [InlineData("\"n\": 1, ", "", "context.n: It is missing; the schema asks for Long.")]
    [InlineData("\"n\": 1", "\"n\": 1, \"odd\": 1", "context.odd: The schema does not declare it.")]
    [InlineData("\"x\": \"y\"", "\"x\": 1", "context.more.x: String is needed, found a long.")]
    [InlineData("\"type\": \"User\"", "\"type\": \"Team\"", "context.who: User is needed, found an entity of type Team.")]
    public void What_does_not_fit_is_told(string from, string to, string what)
    {
        var request = Good.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Good, request);
        Assert.Equal(what, Assert.Single(Errors(request)));
    }

    [Theory]
    [InlineData("""{"uid": "Team::\"t\"", "attrs": {"rank": 1}, "parents": ["Org::\"o\""], "tags": {"k": "v"}}""", null)]
    [InlineData("""{"uid": "Color::\"red\"", "attrs": {}, "parents": []}""", null)]
    [InlineData("""{"uid": "Team::\"t\"", "attrs": {}, "parents": []}""", "Team::\"t\".rank: It is missing; the schema asks for Long.")]
    [InlineData("""{"uid": "Team::\"t\"", "attrs": {"rank": 1}, "parents": ["User::\"o\""]}""", "Team::\"t\": The schema does not let it belong to User::\"o\".")]
    [InlineData("""{"uid": "Team::\"t\"", "attrs": {"rank": 1}, "parents": [], "tags": {"k": 1}}""", "Team::\"t\" tag k: String is needed, found a long.")]
    [InlineData("""{"uid": "Org::\"t\"", "attrs": {}, "parents": [], "tags": {"k": "v"}}""", "Org::\"t\" tag k: The schema does not let it have tags.")]
    [InlineData("""{"uid": "Color::\"blue\"", "attrs": {}, "parents": []}""", "Color::\"blue\": Color has no \"blue\".")]
    [InlineData("""{"uid": "Nope::\"t\"", "attrs": {}, "parents": []}""", "Nope::\"t\": The schema has no entity type Nope.")]
    public void Entities_are_checked_too(string entity, string? what) =>
        Assert.Equal(what is null ? [] : [what], RequestValidator.Validate(EntityStore.FromJson($"[{entity}]", schema: Checked.Schema), Checked.Schema).Select(e => e.What));

    private static IEnumerable<string> Errors(string request) =>
        RequestValidator.Validate(AuthorizationRequest.FromJson(request, schema: Checked.Schema), Checked.Schema).Select(e => e.What);

    [Fact]
    public void One_entity_is_checked_by_itself()
    {
        var store = EntityStore.FromJson("""[{"uid": "Team::\"t\"", "attrs": {}, "parents": []}]""", schema: Checked.Schema);
        Assert.Equal("Team::\"t\".rank: It is missing; the schema asks for Long.", Assert.Single(RequestValidator.Validate(store.Find(new EntityUid("Team", "t"))!, Checked.Schema)).What);
    }
}
