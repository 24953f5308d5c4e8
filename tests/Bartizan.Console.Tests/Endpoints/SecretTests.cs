using System.Text;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Identity.Standings;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class SecretTests
{
    private const string Value = "canary-console-secret-01";

    [Fact]
    public async Task A_secret_goes_in_is_rotated_and_removed_and_its_value_is_in_no_answer_and_no_event()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Architect);
        var added = await browser.PostAsync<SecretChanged>("/api/secrets", new AddSecret("openai", " ada ", ["api.openai.com"], "Authorization", $" {Value}\n"));
        Assert.Equal(Acknowledgement.Followed, added.Acknowledgement);
        var item = Assert.Single(added.Items);
        Assert.Equal(("openai", "ada", "Authorization: Bearer", 1), (item.Name, item.Owner, item.Header, item.Version));
        Assert.Equal(Value, Assert.Single(await console.Store.Secrets.OpenAsync(default)).Value);
        Assert.Equal(2, Assert.Single((await browser.PostAsync<SecretChanged>("/api/secrets/openai/rotate", new RotateSecret(Value + "2"))).Items).Version);
        Assert.NotNull(Assert.Single((await browser.PostAsync<SecretChanged>("/api/secrets/openai/remove", new { })).Items).Removed);
        Assert.Equal(404, (await Browser.ProblemAsync(await browser.PostAsync("/api/secrets/openai/remove", new { }))).Status);
        using var list = await browser.SendAsync(browser.Request(HttpMethod.Get, "/api/secrets", null), HttpCompletionOption.ResponseContentRead);
        Assert.DoesNotContain(Value, await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.All(await console.Store.Events.ReadAsync(0, 1_000, default), e => Assert.DoesNotContain(Value, Encoding.UTF8.GetString(e.Event.Json.Span), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a b", "api.example.com", "Authorization", Value, "name")]
    [InlineData("one", "*.example.com", "Authorization", Value, "hosts")]
    [InlineData("one", "api.example.com", "Host", Value, "hosts")]
    [InlineData("one", "api.example.com", "Authorization", "short", "value")]
    [InlineData("one", "api.example.com", "Authorization", "has spaces in the middle", "value")]
    public async Task What_cannot_be_kept_is_told_and_not_repeated(string name, string host, string header, string value, string where)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        using var answer = await browser.PostAsync("/api/secrets", new AddSecret(name, "ada", [host], header, value));
        Assert.DoesNotContain(value, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((400, where), ((await Browser.ProblemAsync(answer)).Status, (await Browser.ProblemAsync(answer)).Where));
        Assert.Empty(await console.Store.Secrets.ListAsync(default));
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        await browser.PostAsync<SecretChanged>("/api/secrets", new AddSecret("one", "ada", ["a.example.com"], "x-api-key", Value));
        Assert.Equal(409, (await Browser.ProblemAsync(await browser.PostAsync("/api/secrets", new AddSecret("one", "eve", ["b.example.com"], "x-api-key", Value)))).Status);
    }
}
