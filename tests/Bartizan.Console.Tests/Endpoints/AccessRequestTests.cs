using System.Buffers.Text;
using System.Net;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Core.Elevation;
using Bartizan.Testing;

namespace Bartizan.Console.Tests.Endpoints;

/// <summary>People decide in the console, and sign with a passkey.</summary>
public sealed class AccessRequestTests
{
    [Fact]
    public async Task An_approver_makes_a_passkey_looks_at_the_call_and_approves_just_that()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInByPasswordAsync(Role.Approver);
        var request = await AskAsync(console, "arq_1");
        var authenticator = new SoftwareAuthenticator();
        var passkey = await Browser.ReadAsync<PasskeyView>(await RegisterAsync(browser, authenticator, Browser.GoodPassword));
        Assert.Equal("localhost", passkey.Host);

        var row = Assert.Single((await browser.GetAsync<AccessRequestList>("/api/access-requests")).Items);
        Assert.Equal((AccessRequestState.Waiting, "bot<U+202E>", "owner"), (row.State, row.Agent, Assert.Single(row.Asks)));
        var detail = await browser.GetAsync<AccessRequestDetail>("/api/access-requests/arq_1");
        Assert.Contains("  \"text\": \"pay <U+202E>ada\\u001B[2J\"", detail.Lines);
        Assert.Equal((request.Digest, 0L), (detail.Digest, detail.Usual));

        var challenge = await Browser.ReadAsync<ApprovalChallenge>(await SendAsync(browser, "/api/access-requests/arq_1/challenge", new PrepareApproval(detail.Digest, 2, 15)));
        Assert.Equal(Base64Url.EncodeToString(authenticator.CredentialId), Assert.Single(challenge.Credentials));
        var approved = await Browser.ReadAsync<AccessRequestDetail>(await SendAsync(browser, "/api/access-requests/arq_1/approve", Sign(browser, authenticator, detail.Digest, challenge)));
        Assert.Equal((AccessRequestState.Approved, 2, 0), (approved.Request.State, approved.Grant!.Uses, approved.Grant.Used));
        Assert.True(Assert.Single(console.Store.Access.FindGrants(request.Digest, console.Clock.GetUtcNow())).IsSound());

        var revoked = await browser.PostAsync<AccessRequestDetail>("/api/access-requests/arq_1/revoke");
        Assert.NotNull(revoked.Grant!.RevokedBy);
        Assert.Empty(console.Store.Access.FindGrants(request.Digest, console.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_signature_for_something_else_is_refused()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInByPasswordAsync(Role.Approver);
        await AskAsync(console, "arq_1");
        var other = await AskAsync(console, "arq_2", "b");
        var authenticator = new SoftwareAuthenticator();
        await RegisterAsync(browser, authenticator, Browser.GoodPassword);
        var digest = (await browser.GetAsync<AccessRequestDetail>("/api/access-requests/arq_1")).Digest;
        var challenge = await Browser.ReadAsync<ApprovalChallenge>(await SendAsync(browser, "/api/access-requests/arq_1/challenge", new PrepareApproval(digest, 1, 15)));
        var signed = Sign(browser, authenticator, digest, challenge) with { Uses = 1 };
        foreach (var (path, body) in new[]
        {
            ("arq_2", signed with { Digest = other.Digest }),
            ("arq_2", signed),
            ("arq_1", signed with { Digest = other.Digest }),
            ("arq_1", signed with { Uses = 100 }),
            ("arq_1", signed with { Until = signed.Until.AddMinutes(1) }),
            ("arq_1", signed with { Signature = "AAAA" }),
            ("arq_1", signed with { Signature = "!" }),
            ("arq_1", signed with { ClientData = "" }),
            ("arq_1", Sign(browser, new SoftwareAuthenticator(), digest, challenge) with { Uses = 1 }),
        })
        {
            using var refused = await SendAsync(browser, $"/api/access-requests/{path}/approve", body);
            Assert.True(refused.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict);
        }

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(browser, "/api/access-requests/arq_1/approve", signed)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(browser, "/api/access-requests/arq_1/approve", signed)).StatusCode);
    }

    [Fact]
    public async Task A_session_alone_makes_no_passkey()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInByPasswordAsync(Role.Approver);
        using var wrong = await RegisterAsync(browser, new SoftwareAuthenticator(), "not the password");
        Assert.Equal("password", (await Browser.ProblemAsync(wrong)).Where);
        using var byAddress = await browser.PostAsync("/api/passkeys/challenge");
        Assert.Contains("localhost", (await Browser.ProblemAsync(byAddress)).Fix, StringComparison.Ordinal);
        Assert.Empty((await browser.GetAsync<PasskeyList>("/api/passkeys")).Items);
    }

    [Fact]
    public async Task Without_a_reason_too_a_request_is_denied_once()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Approver);
        await AskAsync(console, "arq_1");
        var denied = await browser.PostAsync<AccessRequestDetail>("/api/access-requests/arq_1/deny", new DenyAccess(" No. "));
        Assert.Equal((AccessRequestState.Denied, "No."), (denied.Request.State, denied.Reason));
        Assert.Equal(409, (await Browser.ProblemAsync(await browser.PostAsync("/api/access-requests/arq_1/deny", new DenyAccess("")))).Status);
        Assert.Equal(404, (await Browser.ProblemAsync(await browser.PostAsync("/api/access-requests/arq_9/deny", new DenyAccess("")))).Status);
    }

    [Fact]
    public void The_table_of_rights_and_the_rule_of_approving_name_the_same_roles() => Assert.Equal(
        Approver.ApprovingRoles.Order(), Enum.GetValues<Role>().Where(r => RoleTable.Allows([r], Right.ApproveAccess)).Select(r => r.ToString().ToLowerInvariant()).Order());

    private static async Task<HttpResponseMessage> RegisterAsync(Browser browser, SoftwareAuthenticator authenticator, string password)
    {
        var challenge = await Browser.ReadAsync<PasskeyChallenge>(await SendAsync(browser, "/api/passkeys/challenge", null));
        return await SendAsync(browser, "/api/passkeys", new AddPasskey(
            "my key",
            password,
            Base64Url.EncodeToString(SoftwareAuthenticator.Attestation(authenticator.CredentialData())),
            Base64Url.EncodeToString(SoftwareAuthenticator.Client("webauthn.create", Base64Url.DecodeFromChars(challenge.Challenge), Origin(browser)))));
    }

    private static SignedApproval Sign(Browser browser, SoftwareAuthenticator authenticator, string digest, ApprovalChallenge challenge)
    {
        var proof = authenticator.Sign(authenticator.Data(), SoftwareAuthenticator.Client("webauthn.get", Base64Url.DecodeFromChars(challenge.Challenge), Origin(browser)));
        return new(
            digest, 2, challenge.Until, Base64Url.EncodeToString(proof.Signature), Base64Url.EncodeToString(proof.AuthenticatorData!), Base64Url.EncodeToString(proof.ClientData!));
    }

    // Browsers bind passkeys to host names, so the console is reached by one.
    private static Task<HttpResponseMessage> SendAsync(Browser browser, string path, object? body)
    {
        var request = browser.Request(HttpMethod.Post, path, body);
        request.Headers.Host = $"localhost:{browser.Address.Port}";
        request.Headers.Remove("Origin");
        request.Headers.Add("Origin", Origin(browser));
        return browser.SendAsync(request);
    }

    private static string Origin(Browser browser) => $"http://localhost:{browser.Address.Port}";

    private static async Task<AccessRequest> AskAsync(TestConsole console, string id, string digit = "a")
    {
        var now = console.Clock.GetUtcNow();
        var request = new AccessRequest
        {
            Id = id,
            Agent = new("agt_1", "bot\u202E", "ops@example.org"),
            Chain = [],
            Action = "callTool",
            Resource = "Tool::\"files/write\"",
            Digest = string.Concat(Enumerable.Repeat(digit, 64)),
            Call = "{\"text\":\"pay \u202Eada\\u001b[2J\"}",
            Exchange = "exc_1",
            Policies = [new("writes", "forbid (principal, action, resource);", "Ask.", "owner", 1)],
            Created = now,
            Ends = now.AddHours(1),
        };
        await console.Store.Access.OpenAsync(request, default);
        return request;
    }
}
