using System.Text;
using System.Text.Json;
using Bartizan.Core.Elevation;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Ids;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.AuthZen;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.AuthZen.Http;
using Bartizan.Identity.Elevation;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;
using Bartizan.Testing;
using Bartizan.Testing.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Identity.Tests.AuthZen.Access;

/// <summary>A decision point before a real store, and people who approve.</summary>
internal sealed class AccessSite : IAsyncDisposable
{
    private readonly string _folder;
    private readonly AuthZenEndpoints _endpoints;
    private readonly AuthZenState _state;

    private AccessSite(string folder, BartizanStore store, ManualClock clock, string policies, AuthZenOptions options)
    {
        (_folder, Store, Clock) = (folder, store, clock);
        _state = new AuthZenState(Points.Of(policies, options: options));
        _endpoints = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IEventLog>(Log)
            .AddSingleton<IAuthenticator, OneAgent>()
            .AddSingleton<IStanding>(new OpenStanding())
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IIdSource>(new SortableIdSource(clock))
            .AddSingleton<IAccessStore>(store.Access)
            .AddBartizanAuthZen(_state)
            .BuildServiceProvider()
            .GetRequiredService<AuthZenEndpoints>();
        Desk = new ApprovalDesk(store.Access, clock);
    }

    public static AuthZenOptions Options { get; } = new() { Policies = ["x"], Callers = ["*"], Url = "https://pdp.example.com" };

    public BartizanStore Store { get; }

    public ManualClock Clock { get; }

    public ApprovalDesk Desk { get; }

    public MemoryEventLog Log { get; } = new();

    public static async Task<AccessSite> StartAsync(string policies, AuthZenOptions? options = null)
    {
        var (folder, clock) = (Directory.CreateTempSubdirectory("bartizan-test-").FullName, new ManualClock());
        return new AccessSite(folder, await BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder }, clock, new SortableIdSource(clock), default), clock, policies, options ?? Options);
    }

    public void Change(string policies) => _state.Swap(Points.Of(policies, options: Options));

    /// <summary>Makes an account with a key of the command line.</summary>
    public async Task<TestApprover> AddApproverAsync(string name)
    {
        var approver = new TestApprover("acc_" + name, name, "approver");
        Assert.True(await Store.Console.AddAccountAsync(new Account { Id = "acc_" + name, Name = name, Roles = ["approver"], Created = Clock.GetUtcNow() }, "test", default));
        Assert.True(await Store.Access.AddKeyAsync(approver.Registered, "test", default));
        return approver;
    }

    /// <summary>Has somebody approve a request.</summary>
    public async Task ApproveAsync(string id, TestApprover approver, int uses = 1)
    {
        var until = DateTimeOffset.FromUnixTimeSeconds(Clock.GetUtcNow().AddMinutes(30).ToUnixTimeSeconds());
        var request = (await Store.Access.FindAsync(id, Clock.GetUtcNow(), default))!;
        await Desk.ApproveAsync(id, approver.Person.Id, uses, until, approver.Approve(request, uses, until, Clock.GetUtcNow()).Proof, default);
    }

    public async Task<(int Status, JsonElement Json, IHeaderDictionary Headers)> SendAsync(string path, string? body, string key = OneAgent.Key)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = body is null ? "GET" : "POST";
        http.Request.Path = path;
        http.Request.ContentType = "application/json";
        http.Request.Headers.Authorization = "Bearer " + key;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body ?? ""));
        http.Response.Body = new MemoryStream();
        await _endpoints.RunAsync(http, h =>
        {
            h.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        var text = Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
        return (http.Response.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default, http.Response.Headers);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
