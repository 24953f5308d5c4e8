using Bartizan.Identity.AuthZen.Searching;

namespace Bartizan.Identity.Tests.AuthZen.Searching;

public sealed class SearchQueryTests
{
    private const string Body = """{"subject": {"type": "user"}, "action": {"name": "read"}, "resource": {"type": "doc", "id": "d", "properties": {"a": 1, "b": 2}}, "context": {"x": 1, "y": 2}}""";

    [Theory]
    [InlineData("\"a\": 1, \"b\": 2", "\"b\": 2, \"a\": 1", true)] // only written otherwise
    [InlineData("\"user\"", "\"user\", \"id\": \"u\"", true)] // no part of a search
    [InlineData("\"read\"", "\"write\"", false)]
    [InlineData("\"d\"", "\"e\"", false)]
    [InlineData("\"a\": 1", "\"a\": 2", false)]
    [InlineData("\"x\": 1", "\"x\": 2", false)]
    public void Searches_are_the_same_when_they_ask_the_same(string text, string instead, bool same)
    {
        var point = Points.Of("", """[{"uid": {"type": "user", "id": "u"}}]""");
        Assert.Equal(same, Fingerprint(Body).SequenceEqual(Fingerprint(Body.Replace(text, instead, StringComparison.Ordinal))));

        byte[] Fingerprint(string body) => SearchQuery.Read(SearchKind.Subject, point, Points.Reader(point, body), Points.Json(body)).Fingerprint();
    }
}
