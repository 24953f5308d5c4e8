using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Backchannel;
using Bartizan.Identity;
using Bartizan.Identity.Authorizing;
using Bartizan.Identity.Clients;
using Bartizan.Storage;
using Microsoft.Extensions.DependencyInjection;
using SignIn = Bartizan.Core.Identity.SignIn;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class ConsentTests
{
    // A request's name is 43 characters of base64url; the store knows only its digest.
    private static readonly string Name = new string('n', 42) + "A";

    [Fact]
    public async Task What_an_app_chose_to_be_called_cannot_turn_the_page_around_and_everybody_sees_their_own()
    {
        await using var console = await StartAsync();
        var agents = new Identity.Agents.AgentRegistry(console.Store.Agents, console.Clock, console.Services.GetRequiredService<Core.Ids.IIdSource>());
        var agent = (await agents.AddAsync("Your \u202Eknab", "grace", new Dictionary<string, string>(), default)).Agent;
        var wish = new ClientWish { Agent = agent.Id, Grants = ["authorization_code"], Redirects = ["https://app.example/cb"] };
        await new ClientRegistry(console.Store.Identity, console.Store.Agents, console.Clock).IssueSecretAsync(wish, default);
        var now = console.Clock.GetUtcNow();
        var request = new ConsentRequest
        {
            Client = agent.Id,
            Redirect = "https://app.example/cb",
            State = "s",
            Challenge = new string('c', 43),
            Use = new ConsentedUse("https://ai.example", ["read"], new TokenAuthority(["gpt-*"], []), false),
        };
        Assert.True(await console.Store.Consents.AddRequestAsync(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Name)), null, request, now.AddMinutes(10), now, default));

        using var ada = await console.SignInAsync(Role.Auditor);
        using var bob = await console.SignInAsync(Role.Admin);
        var view = await ada.GetAsync<ConsentRequestView>($"/api/consents/requests/{Name}");
        Assert.Equal(("Your <U+202E>knab", "grace", true, "app.example", false), (view.Name, view.Owner, view.Vouched, view.RedirectHost, view.Remembered));
        Assert.Equal((true, "gpt-*"), (view.Use.IsGateway, Assert.Single(view.Use.Models!)));
        var answered = await ada.PostAsync<ConsentAnswered>($"/api/consents/requests/{Name}/answer", new AnswerConsent(true));
        Assert.StartsWith("https://app.example/cb?code=btc_", answered.Redirect, StringComparison.Ordinal);
        Assert.EndsWith("&state=s&iss=https%3A%2F%2Fai.example", answered.Redirect, StringComparison.Ordinal);
        Assert.Equal("request-over", (await Browser.ProblemAsync(await bob.PostAsync($"/api/consents/requests/{Name}/answer", new AnswerConsent(true)))).Code);
        Assert.Equal(agent.Id, Assert.Single((await ada.GetAsync<ConnectedAgents>("/api/consents")).Items).Agent);
        Assert.Empty((await bob.GetAsync<ConnectedAgents>("/api/consents")).Items);
        Assert.Equal("not-found", (await Browser.ProblemAsync(await bob.PostAsync($"/api/consents/{agent.Id}/disconnect", null))).Code);
        Assert.Empty((await ada.PostAsync<ConnectedAgents>($"/api/consents/{agent.Id}/disconnect", null)).Items);
    }

    [Fact]
    public async Task A_question_without_a_browser_is_shown_to_its_person_only_and_answered_once()
    {
        await using var console = await StartAsync();
        var agents = new Identity.Agents.AgentRegistry(console.Store.Agents, console.Clock, console.Services.GetRequiredService<Core.Ids.IIdSource>());
        var agent = (await agents.AddAsync("Your \u202Eknab", "grace", new Dictionary<string, string>(), default)).Agent;
        await new ClientRegistry(console.Store.Identity, console.Store.Agents, console.Clock).IssueSecretAsync(new ClientWish { Agent = agent.Id, Grants = ["ciba"] }, default);
        using var ada = await console.SignInAsync(Role.Auditor);
        using var bob = await console.SignInAsync(Role.Admin);
        var now = console.Clock.GetUtcNow();
        var person = (await console.Store.Console.ListAccountsAsync(default)).Single(a => a.Roles.Contains("auditor")).Id;
        foreach (var (id, hash) in new[] { ("bcr_1", (byte)1), ("bcr_2", (byte)2) })
        {
            var request = new BackchannelRequest
            {
                Id = id,
                Agent = agent.Id,
                Person = person,
                Use = new ConsentedUse("https://ai.example", ["read"], new TokenAuthority([], ["bank/pay"]), false),
                Message = "W4SCT",
                Created = now,
                Expires = now.AddMinutes(5),
            };
            Assert.True(await console.Store.Backchannel.AskAsync([.. Enumerable.Repeat(hash, 32)], request, TimeSpan.FromSeconds(5), default));
        }

        Assert.Empty((await bob.GetAsync<WaitingQuestions>("/api/consents/waiting")).Items);
        Assert.Equal("request-over", (await Browser.ProblemAsync(await bob.PostAsync("/api/consents/waiting/bcr_1/answer", new AnswerConsent(true)))).Code);
        var asked = (await ada.GetAsync<WaitingQuestions>("/api/consents/waiting")).Items;
        Assert.Equal(("bcr_1", "Your <U+202E>knab", "grace", "W4SCT", "bank/pay"), (asked[0].Id, asked[0].Name, asked[0].Owner, asked[0].Message, Assert.Single(asked[0].Use.Tools!)));
        Assert.Equal("bcr_2", Assert.Single((await ada.PostAsync<WaitingQuestions>("/api/consents/waiting/bcr_1/answer", new AnswerConsent(true))).Items).Id);
        Assert.Equal("request-over", (await Browser.ProblemAsync(await ada.PostAsync("/api/consents/waiting/bcr_1/answer", new AnswerConsent(false)))).Code);
        Assert.Empty((await ada.PostAsync<WaitingQuestions>("/api/consents/waiting/bcr_2/answer", new AnswerConsent(false))).Items);
        ada.Csrf = null;
        Assert.Equal("csrf-token", (await Browser.ProblemAsync(await ada.PostAsync("/api/consents/waiting/bcr_2/answer", new AnswerConsent(true)))).Code);
    }

    [Fact]
    public async Task A_question_that_asks_for_another_sign_in_is_not_allowed_by_this_one()
    {
        await using var console = await StartAsync();
        var agents = new Identity.Agents.AgentRegistry(console.Store.Agents, console.Clock, console.Services.GetRequiredService<Core.Ids.IIdSource>());
        var agent = (await agents.AddAsync("app", "grace", new Dictionary<string, string>(), default)).Agent;
        await new ClientRegistry(console.Store.Identity, console.Store.Agents, console.Clock).IssueSecretAsync(new ClientWish { Agent = agent.Id, Grants = ["authorization_code"], Redirects = ["https://app.example/cb"] }, default);
        var now = console.Clock.GetUtcNow();
        var request = new ConsentRequest
        {
            Client = agent.Id,
            Redirect = "https://app.example/cb",
            Challenge = new string('c', 43),
            Use = new ConsentedUse("https://ai.example", ["read"], null, false),
            SignIn = new SignInDemand(null, [SignIn.Provider]),
        };
        Assert.True(await console.Store.Consents.AddRequestAsync(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Name)), null, request, now.AddMinutes(10), now, default));
        using var ada = await console.SignInAsync(Role.Auditor);
        Assert.True((await ada.GetAsync<ConsentRequestView>($"/api/consents/requests/{Name}")).NeedsSignIn);
        Assert.Equal("sign-in-needed", (await Browser.ProblemAsync(await ada.PostAsync($"/api/consents/requests/{Name}/answer", new AnswerConsent(true)))).Code);
        Assert.Contains("error=access_denied", (await ada.PostAsync<ConsentAnswered>($"/api/consents/requests/{Name}/answer", new AnswerConsent(false))).Redirect, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_not_answered_without_the_sessions_own_token()
    {
        await using var console = await StartAsync();
        using var ada = await console.SignInAsync(Role.Auditor);
        ada.Csrf = null;
        Assert.Equal("csrf-token", (await Browser.ProblemAsync(await ada.PostAsync($"/api/consents/requests/{Name}/answer", new AnswerConsent(true)))).Code);
    }

    private static Task<TestConsole> StartAsync() => TestConsole.StartAsync(services =>
    {
        services.AddSingleton(new Issuer("https://ai.example"));
        services.AddSingleton(new ConsolePlace(new Uri("http://127.0.0.1:4181"), TimeSpan.FromHours(8)));
        services.AddSingleton(provider => provider.GetRequiredService<BartizanStore>().Identity);
        services.AddSingleton(provider => provider.GetRequiredService<BartizanStore>().Consents);
        services.AddSingleton(provider => provider.GetRequiredService<BartizanStore>().Backchannel);
        services.AddBartizanConsentDesk();
    });
}
