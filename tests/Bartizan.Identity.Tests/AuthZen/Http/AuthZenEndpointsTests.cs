using System.Text;
using Bartizan.Core.Ids;
using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.AuthZen;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.AuthZen.Http;
using Bartizan.Identity.Tests.AuthZen.Access;
using Bartizan.Core.Events;
using Bartizan.Testing.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Identity.Tests.AuthZen.Http;

public sealed class AuthZenEndpointsTests
{
    private const string Body = """{"subject": {"type": "user", "id": "a"}, "action": {"name": "read"}, "resource": {"type": "doc", "id": "d"}}""";

    private readonly MemoryEventLog _log = new();
    private readonly OpenStanding _standing = new();

    [Fact]
    public async Task What_cannot_be_recorded_is_not_answered()
    {
        _log.Fails = true;
        var (status, text) = await AskAsync("/access/v1/evaluation", Body);
        Assert.Equal(500, status);
        Assert.DoesNotContain("decision\"", text, StringComparison.Ordinal);
        Assert.Equal((500, false), (status, text.Length == 0));
        Assert.Equal(500, (await AskAsync("/access/v1/search/subject", Body)).Status);
    }

    [Fact]
    public async Task No_byte_of_an_answer_leaves_before_it_is_recorded()
    {
        _log.Hold();
        var http = Request("/access/v1/evaluation", Body);
        var answering = Endpoints().RunAsync(http, _ => Task.CompletedTask);
        await Task.Delay(50);
        Assert.Equal((false, 0L), (answering.IsCompleted, http.Response.Body.Length));
        _log.Release();
        await answering;
        Assert.Equal("authzen.decision", Assert.Single(_log.Events).Event.Kind);
        Assert.True(http.Response.Body.Length > 0);
    }

    [Fact]
    public async Task Every_request_is_one_event()
    {
        await AskAsync("/access/v1/evaluation", Body);
        await AskAsync("/access/v1/evaluations", Body.TrimEnd('}') + """}, "evaluations": [{}, {}, {}]}""");
        await AskAsync("/access/v1/search/action", Body);
        Assert.Equal(["authzen.decision", "authzen.decision", "authzen.search"], _log.Events.Select(e => e.Event.Kind));
        Assert.All(_log.Events, e => Assert.Equal("identity", e.Event.Source));
    }

    [Fact]
    public async Task Strangers_and_malformed_bodies_leave_no_event()
    {
        Assert.Equal(401, (await AskAsync("/access/v1/evaluation", Body, "nobody")).Status);
        Assert.Equal(400, (await AskAsync("/access/v1/evaluation", "{")).Status);
        Assert.Empty(_log.Events);
        Assert.Equal(403, (await AskAsync("/access/v1/evaluation", Body, OneAgent.OtherKey)).Status);
        Assert.Equal("authzen.refused", Assert.Single(_log.Events).Event.Kind);
    }

    [Fact]
    public async Task An_agent_that_a_kill_switch_stops_may_not_ask()
    {
        Assert.Equal(200, (await AskAsync("/access/v1/evaluation", Body)).Status);
        _standing.Throw(new KillTarget(KillKind.Agent, "agt_test"));
        var (status, text) = await AskAsync("/access/v1/evaluation", Body);
        Assert.Equal((403, true), (status, text.Contains("kill switch", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("POST", "/access/v1/other")]
    [InlineData("GET", "/access/v1/evaluation")]
    [InlineData("POST", "/openai/v1/chat/completions")]
    public async Task Other_routes_are_for_others(string method, string path)
    {
        var http = Request(path, Body);
        http.Request.Method = method;
        var passed = false;
        await Endpoints().RunAsync(http, _ =>
        {
            passed = true;
            return Task.CompletedTask;
        });
        Assert.True(passed);
    }

    private async Task<(int Status, string Text)> AskAsync(string path, string body, string key = OneAgent.Key)
    {
        var http = Request(path, body, key);
        await Endpoints().RunAsync(http, _ => Task.CompletedTask);
        return (http.Response.StatusCode, Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()));
    }

    private static DefaultHttpContext Request(string path, string body, string key = OneAgent.Key)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.Path = path;
        http.Request.ContentType = "application/json";
        http.Request.Headers.Authorization = "Bearer " + key;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        http.Response.Body = new MemoryStream();
        return http;
    }

    // Nobody is asked: the point has no address.
    private AuthZenEndpoints Endpoints() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IEventLog>(_log)
        .AddSingleton<IAuthenticator, OneAgent>()
        .AddSingleton<IStanding>(_standing)
        .AddSingleton(TimeProvider.System)
        .AddSingleton<IIdSource>(new SortableIdSource(TimeProvider.System))
        .AddSingleton(NoAccess.Store)
        .AddBartizanAuthZen(new AuthZenState(Points.Of("permit(principal, action == Action::\"read\", resource);", """[{"uid": {"type": "user", "id": "a"}}]""")))
        .BuildServiceProvider()
        .GetRequiredService<AuthZenEndpoints>();
}
