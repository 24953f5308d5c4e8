using Bartizan.Policy.Entities;

namespace Bartizan.Policy.Tests.Support;

/// <summary>Short ways to ask one question in a test.</summary>
internal static class Ask
{
    private static readonly EntityStore World = EntityStore.FromJson("""
        [
          {"uid": "Agent::\"bot\"", "attrs": {"level": 3, "owner": {"__entity": {"type": "User", "id": "ana"}}, "name": "Bot"},
           "parents": ["Team::\"red\""], "tags": {"tier": "gold"}},
          {"uid": "Team::\"red\"", "attrs": {}, "parents": ["Org::\"acme\""]},
          {"uid": "User::\"ana\"", "attrs": {"mail": "ana@example.com"}, "parents": []},
          {"uid": "Tool::\"search\"", "attrs": {"cost": 5}, "parents": ["Server::\"web\""]}
        ]
        """);

    public static AuthorizationRequest Request { get; } = AuthorizationRequest.FromJson("""
        {"principal": "Agent::\"bot\"", "action": "Action::\"call\"", "resource": "Tool::\"search\"",
         "context": {"labels": ["pii", "pii.email"], "count": 7, "path": "/a/b.txt", "flag": true, "nested": {"deep": {"deeper": 1}},
                     "now": {"__extn": {"fn": "datetime", "arg": "2026-11-20T12:00:00Z"}}}}
        """);

    public static EntityStore Entities => World;

    public static AuthorizationAnswer Policies(string text) =>
        new PolicyEngine(PolicySet.Parse(text, "test.cedar")).Authorize(Request, World);

    /// <summary><c>true</c>, <c>false</c>, or the error's message: what a condition comes to.</summary>
    public static string Condition(string expression)
    {
        var answer = Policies($"permit (principal, action, resource) when {{ {expression} }};");
        return answer.Errors.Count > 0 ? answer.Errors[0].Message : answer.Allowed ? "true" : "false";
    }
}
