using System.Net;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.People;
using Bartizan.Console.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Console.Tests.Access;

public sealed class RoleMatrixTests
{
    // Written out a second time on purpose: a change of who may do what must be made in two places to pass.
    private static readonly Dictionary<string, string> Rules = new()
    {
        ["GET /api/session"] = "anyone",
        ["POST /api/session/link"] = "anyone",
        ["POST /api/session/password"] = "anyone",
        ["POST /api/session/sign-out"] = "anyone",
        ["POST /api/session/account"] = "setting up",
        ["GET /api/sign-in"] = "anyone",
        ["GET /api/connected-accounts/client.json"] = "anyone",
        ["POST /api/sign-in/{id}"] = "anyone",
        ["GET /api/sign-in/{id}/callback"] = "anyone",
        ["POST /api/sign-in/{id}/logout"] = "anyone",
        ["GET /api/identities"] = "signed in",
        ["POST /api/identities"] = "signed in",
        ["POST /api/identities/prove"] = "signed in",
        ["POST /api/identities/{id}/remove"] = "signed in",
        ["GET /api/meta"] = "signed in",
        ["GET /api/openapi.json"] = "signed in",
        ["GET /api/overview"] = "Watch",
        ["GET /api/exchanges"] = "Watch",
        ["GET /api/exchanges/live"] = "Watch",
        ["GET /api/exchanges/{id}"] = "Watch",
        ["GET /api/exchanges/export"] = "Export",
        ["POST /api/exchanges/{id}/mark"] = "MarkExchanges",
        ["GET /api/calibration"] = "Watch",
        ["POST /api/calibration"] = "CalibrateGuard",
        ["POST /api/calibration/clear"] = "CalibrateGuard",
        ["GET /api/agents"] = "Watch",
        ["POST /api/agents"] = "ManageAgents",
        ["POST /api/agents/{id}/revoke"] = "ManageAgents",
        ["GET /api/kill-switches"] = "Watch",
        ["POST /api/kill-switches/throw"] = "UseKillSwitches",
        ["POST /api/kill-switches/lift"] = "UseKillSwitches",
        ["GET /api/secrets"] = "Watch",
        ["GET /api/signals"] = "Watch",
        ["POST /api/secrets"] = "ManageSecrets",
        ["POST /api/secrets/{id}/rotate"] = "ManageSecrets",
        ["POST /api/secrets/{id}/remove"] = "ManageSecrets",
        ["POST /api/agents/{id}/suspend"] = "ManageAgents",
        ["POST /api/agents/{id}/resume"] = "ManageAgents",
        ["GET /api/agents/{id}/instances"] = "Watch",
        ["GET /api/agents/{id}/uses"] = "Watch",
        ["GET /api/reviews"] = "Watch",
        ["POST /api/reviews"] = "ManageReviews",
        ["GET /api/reviews/{id}"] = "Watch",
        ["GET /api/reviews/{id}/certification"] = "Watch",
        ["GET /api/reviews/questions"] = "Watch",
        ["POST /api/reviews/questions/{id}/answer"] = "AnswerReviews",
        ["POST /api/reviews/questions/{id}/assign"] = "ManageReviews",
        ["GET /api/reviews/proposals"] = "Watch",
        ["POST /api/reviews/proposals/{id}/accept"] = "AnswerReviews",
        ["POST /api/reviews/proposals/{id}/decline"] = "AnswerReviews",
        ["GET /api/agents/shadow"] = "Watch",
        ["GET /api/blueprints"] = "Watch",
        ["GET /api/blueprints/{id}"] = "Watch",
        ["GET /api/tools"] = "Watch",
        ["GET /api/tools/definition"] = "Watch",
        ["POST /api/tools/approve"] = "ApproveTools",
        ["POST /api/tools/suspend"] = "ApproveTools",
        ["GET /api/access-requests"] = "Watch",
        ["GET /api/access-requests/{id}"] = "ApproveAccess",
        ["POST /api/access-requests/{id}/challenge"] = "ApproveAccess",
        ["POST /api/access-requests/{id}/approve"] = "ApproveAccess",
        ["POST /api/access-requests/{id}/deny"] = "ApproveAccess",
        ["POST /api/access-requests/{id}/revoke"] = "ApproveAccess",
        ["GET /api/passkeys"] = "ApproveAccess",
        ["POST /api/passkeys/challenge"] = "ApproveAccess",
        ["POST /api/passkeys"] = "ApproveAccess",
        ["POST /api/passkeys/{id}/remove"] = "ApproveAccess",
        ["GET /api/budgets"] = "Watch",
        ["GET /api/mandates"] = "Watch",
        ["POST /api/mandates/{id}/end"] = "UseKillSwitches",
        ["GET /api/policies"] = "Watch",
        ["POST /api/policies/test"] = "TestPolicies",
        ["GET /api/policies/permissions"] = "Watch",
        ["POST /api/policies/why-not"] = "TestPolicies",
        ["GET /api/exchanges/{id}/questions"] = "TestPolicies",
        ["GET /api/policies/files"] = "Watch",
        ["GET /api/policies/words"] = "Watch",
        ["POST /api/policies/check"] = "TestPolicies",
        ["POST /api/policies/run-tests"] = "TestPolicies",
        ["POST /api/policies/reviews"] = "TestPolicies",
        ["GET /api/policies/reviews/{id}"] = "TestPolicies",
        ["POST /api/policies/save"] = "WritePolicies",
        ["GET /api/ledger"] = "Watch",
        ["POST /api/ledger/verifications"] = "VerifyLedger",
        ["GET /api/ledger/verifications/{id}"] = "Watch",
        ["GET /api/accounts"] = "ManageAccounts",
        ["POST /api/accounts/invitations"] = "ManageAccounts",
        ["POST /api/accounts/{id}/link"] = "ManageAccounts",
        ["PUT /api/accounts/{id}/roles"] = "ManageAccounts",
        ["POST /api/accounts/{id}/disable"] = "ManageAccounts",
        ["POST /api/accounts/{id}/enable"] = "ManageAccounts",
        ["GET /api/connected-accounts"] = "signed in",
        ["POST /api/connected-accounts/{id}/begin"] = "signed in",
        ["POST /api/connected-accounts/complete"] = "signed in",
        ["POST /api/connected-accounts/{id}/disconnect"] = "signed in",
        ["GET /api/consents"] = "signed in",
        ["POST /api/consents/{id}/disconnect"] = "signed in",
        ["GET /api/consents/requests/{id}"] = "signed in",
        ["POST /api/consents/requests/{id}/answer"] = "signed in",
        ["GET /api/consents/waiting"] = "signed in",
        ["POST /api/consents/waiting/{id}/answer"] = "signed in",
    };

    private static readonly Dictionary<string, Role[]> Holders = new()
    {
        ["Watch"] = [Role.Admin, Role.Architect, Role.Analyst, Role.Approver, Role.Auditor],
        ["ReadContent"] = [Role.Admin, Role.Architect, Role.Analyst, Role.Auditor],
        ["Export"] = [Role.Admin, Role.Architect, Role.Analyst, Role.Auditor],
        ["ManageAgents"] = [Role.Admin, Role.Architect],
        ["UseKillSwitches"] = [Role.Admin, Role.Architect, Role.Analyst],
        ["ManageSecrets"] = [Role.Admin, Role.Architect],
        ["ApproveTools"] = [Role.Admin, Role.Architect, Role.Approver],
        ["ApproveAccess"] = [Role.Admin, Role.Approver],
        ["AnswerReviews"] = [Role.Admin, Role.Architect, Role.Analyst, Role.Approver],
        ["ManageReviews"] = [Role.Admin, Role.Architect],
        ["MarkExchanges"] = [Role.Admin, Role.Architect, Role.Analyst],
        ["CalibrateGuard"] = [Role.Admin, Role.Architect],
        ["TestPolicies"] = [Role.Admin, Role.Architect, Role.Analyst, Role.Approver, Role.Auditor],
        ["WritePolicies"] = [Role.Admin, Role.Architect],
        ["VerifyLedger"] = [Role.Admin, Role.Architect, Role.Analyst, Role.Auditor],
        ["ManageAccounts"] = [Role.Admin],
    };

    [Fact]
    public async Task Every_endpoint_has_the_rule_written_here()
    {
        await using var console = await TestConsole.StartAsync();

        var actual = Endpoints(console).ToDictionary(Name, endpoint =>
        {
            var rule = endpoint.Metadata.GetMetadata<AccessRule>()!;
            return rule.Right?.ToString() ?? rule.Name;
        });

        Assert.Equal(Rules.OrderBy(r => r.Key, StringComparer.Ordinal), actual.OrderBy(r => r.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_right_is_held_by_the_roles_written_here() => Assert.All(
        from right in Enum.GetValues<Right>() from role in Enum.GetValues<Role>() select (right, role),
        cell => Assert.Equal(Holders[cell.right.ToString()].Contains(cell.role), RoleTable.Allows([cell.role], cell.right)));

    [Theory]
    [InlineData(Role.Admin)]
    [InlineData(Role.Architect)]
    [InlineData(Role.Analyst)]
    [InlineData(Role.Approver)]
    [InlineData(Role.Auditor)]
    public async Task A_role_reaches_what_its_rights_allow_and_nothing_else(Role role)
    {
        await using var console = await TestConsole.StartAsync();
        using var spare = await console.SignInAsync(Role.Admin);
        using var browser = await console.SignInAsync(role);

        foreach (var endpoint in Endpoints(console).Where(e => e.Metadata.GetMetadata<AccessRule>() != AccessRule.Anyone))
        {
            var problem = await CallAsync(browser, endpoint);

            var right = Rules[Name(endpoint)];
            var expected = right switch
            {
                "setting up" => "not-setting-up",
                "signed in" => null,
                _ => Holders[right].Contains(role) ? null : "no-right",
            };
            Assert.True(
                expected is null ? problem is not { Status: 401 or 403 } : problem?.Code == expected,
                $"{role} at {Name(endpoint)}: expected {expected ?? "access"}, got {problem?.Code ?? "access"}");
        }
    }

    [Fact]
    public async Task A_stranger_reaches_nothing_but_sign_in()
    {
        await using var console = await TestConsole.StartAsync();
        using var stranger = console.Open();

        foreach (var endpoint in Endpoints(console).Where(e => Rules[Name(e)] != "anyone"))
        {
            Assert.Equal("sign-in-needed", (await CallAsync(stranger, endpoint))?.Code);
        }
    }

    [Fact]
    public async Task Somebody_who_only_redeemed_a_link_reaches_nothing_but_set_up()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = console.Open();
        var link = (await console.Services.GetRequiredService<SignInLinks>().CreateAsync(default))!;
        await browser.PostAsync<Session>("/api/session/link", new RedeemLink(TestConsole.TokenOf(link)));

        foreach (var endpoint in Endpoints(console).Where(e => Rules[Name(e)] is not ("anyone" or "setting up")))
        {
            Assert.Equal("set-up-first", (await CallAsync(browser, endpoint))?.Code);
        }
    }

    [Fact]
    public async Task A_session_that_was_made_up_is_a_stranger()
    {
        await using var console = await TestConsole.StartAsync();
        foreach (var token in new[] { new string('A', 43), "", "x", new string('A', 5_000), "' OR 1=1 --" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/api/agents");
            request.Headers.TryAddWithoutValidation("Cookie", $"bartizan-session={token}");
            using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = console.Address };
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public void An_endpoint_without_a_rule_fails_the_start()
    {
        var bare = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse("/api/forgotten"), 0) { DisplayName = "forgotten" };
        var twice = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse("/api/twice"), 0) { DisplayName = "twice" };
        twice.Metadata.Add(AccessRule.Anyone);
        twice.Metadata.Add(AccessRule.SignedIn);

        Assert.Contains("forgotten", Assert.Throws<InvalidOperationException>(() => AccessMiddleware.RequireRules([bare.Build()])).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<InvalidOperationException>(() => AccessMiddleware.RequireRules([twice.Build()])).Message, StringComparison.Ordinal);
    }

    private static List<RouteEndpoint> Endpoints(TestConsole console) =>
        [.. console.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private static string Name(RouteEndpoint endpoint) =>
        $"{endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single()} {endpoint.RoutePattern.RawText!.TrimEnd('/')}";

    private static async Task<Problem?> CallAsync(Browser browser, RouteEndpoint endpoint)
    {
        var (method, path) = Name(endpoint).Split(' ') is [var m, var p] ? (m, p) : throw new InvalidOperationException();
        using var request = browser.Request(new HttpMethod(method), path.Replace("{id}", "none", StringComparison.Ordinal), method == "GET" ? null : new { });
        using var response = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.IsSuccessStatusCode ? null : await Browser.ProblemAsync(response);
    }
}
