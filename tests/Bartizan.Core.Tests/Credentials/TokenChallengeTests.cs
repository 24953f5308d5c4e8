using Bartizan.Core.Credentials;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Core.Tests.Credentials;

public class TokenChallengeTests
{
    [Theory]
    [InlineData("Bearer scope=\"a b\", resource_metadata=\"https://x.example/m\"", null, "a b", "https://x.example/m")]
    [InlineData("Bearer error=\"insufficient_scope\", scope=\"write\"", "insufficient_scope", "write", null)]
    [InlineData("bearer error=insufficient_scope", "insufficient_scope", "", null)]
    [InlineData("Basic realm=\"a, Bearer scope=evil\", Bearer scope=\"a\"", null, "a", null)]
    [InlineData("DPoP algs=\"ES256\", Bearer scope=\"a\", Basic realm=\"b\"", null, "a", null)]
    [InlineData("Bearer scope=\"a\\\"b\"", null, "", null)]
    [InlineData("Bearer", null, "", null)]
    [InlineData("Bearer realm=\"x\"", null, "", null)]
    public void Bearer_challenges_are_read(string header, string? error, string scopes, string? metadata)
    {
        var challenge = TokenChallenge.Read([header], TokenChallenge.Bearer)!;
        Assert.Equal((error, scopes, metadata), (challenge.Error, string.Join(' ', challenge.Scopes), challenge.ResourceMetadata));
    }

    [Theory]
    [InlineData("Basic realm=\"x\"")]
    [InlineData("Bearer scope=\"a\", scope=\"b\"")]
    [InlineData("Bearer scope=\"a")]
    [InlineData("Bearer scope=")]
    [InlineData("Bearer (a)")]
    [InlineData("")]
    public void What_is_none_or_says_two_things_is_not_read(string header) => Assert.Null(TokenChallenge.Read([header], TokenChallenge.Bearer));

    [Fact]
    public void Each_scheme_has_its_own_challenge()
    {
        string[] both = ["Bearer scope=\"a\", DPoP algs=\"ES256\", error=\"use_dpop_nonce\""];
        Assert.Equal((null, "use_dpop_nonce"), (TokenChallenge.Read(both, TokenChallenge.Bearer)!.Error, TokenChallenge.Read(both, TokenChallenge.Dpop)!.Error));
        Assert.Null(TokenChallenge.Read(["Bearer error=\"use_dpop_nonce\""], TokenChallenge.Dpop));
    }

    [Fact]
    public void The_first_header_that_has_one_counts_and_none_may_be_long()
    {
        Assert.Equal("a", TokenChallenge.Read(["Basic realm=x", "Bearer scope=a", "Bearer scope=b"], TokenChallenge.Bearer)!.Scopes[0]);
        Assert.Null(TokenChallenge.Read(["Bearer scope=\"" + new string('a', 9_000) + "\""], TokenChallenge.Bearer));
        Assert.Empty(TokenChallenge.Read(["Bearer scope=\"" + string.Join(' ', Enumerable.Range(0, 101)) + "\""], TokenChallenge.Bearer)!.Scopes);
    }

    [Fact]
    public void Whatever_comes_is_read_or_not_and_never_fails() => Prop.ForAll(
        Gen.Elements("Bearer", "Basic", " ", "=", "\"", "\\", ",", "scope", "a", "\t", "é", "\0").ListOf().Select(parts => string.Concat(parts)).ToArbitrary(),
        text => TokenChallenge.Read([text], TokenChallenge.Bearer) is null or { Scopes.Count: >= 0 }).QuickCheckThrowOnFailure();
}
