using System.Net;
using System.Net.Sockets;
using System.Text;
using Bartizan.EndToEnd.Processes;

namespace Bartizan.EndToEnd.AuthZen;

/// <summary>What strangers, and callers who want more than is theirs, may try on the real program.</summary>
public sealed class HostileTests(HostileTests.Target target) : IClassFixture<HostileTests.Target>
{
    private const string Evaluation = "/access/v1/evaluation";
    private const string Evaluations = "/access/v1/evaluations";
    private const string Good = """{"subject": {"type": "user", "id": "alice"}, "action": {"name": "read"}, "resource": {"type": "record", "id": "record-1"}}""";
    private const string Search = """ "subject": {"type": "user", "id": "alice"}, "action": {"name": "read"}, "resource": {"type": "record"} """;

    private readonly Pdp _pdp = target.Pdp;

    public static TheoryData<string> Malformed => new(
        "[]",
        "1",
        "\"text\"",
        "null",
        Good + Good,
        Good.Replace("}}", "}, }", StringComparison.Ordinal),
        Good.Replace("\"action\"", "\"subject\"", StringComparison.Ordinal), // twice the same field
        Good.Replace("\"id\": \"alice\"", "\"id\": \"alice\", \"id\": \"bob\"", StringComparison.Ordinal),
        Good.Replace("\"id\": \"alice\"", "\"id\": \"alice\", \"\\u0069d\": \"bob\"", StringComparison.Ordinal), // the same name, written otherwise
        Good.Replace("\"alice\"", "\"\"", StringComparison.Ordinal),
        Good.Replace("\"alice\"", "null", StringComparison.Ordinal),
        Good.Replace("\"alice\"", "[\"alice\"]", StringComparison.Ordinal),
        Good.Replace("\"alice\"", "{\"toString\": 1}", StringComparison.Ordinal),
        Good.Replace("\"alice\"", "\"\\ud800\"", StringComparison.Ordinal), // half a character
        Good.Replace("\"alice\"", "\"alice\", \"\\ud800\": 1", StringComparison.Ordinal),
        Good.Replace("\"alice\"", "\"alice\", \"properties\": [1]", StringComparison.Ordinal),
        Good.Replace("\"alice\"", "\"alice\", \"properties\": {\"a\": 1e400}", StringComparison.Ordinal),
        Good.Replace("\"alice\"", "\"alice\", \"properties\": {\"a\": 0.12345}", StringComparison.Ordinal),
        Good.Replace("\"alice\"", "\"alice\", \"properties\": {\"a\": {\"__entity\": 7}}", StringComparison.Ordinal),
        Good.Replace("\"alice\"", "\"alice\", \"properties\": {\"a\": {\"__extn\": {\"fn\": \"system\", \"arg\": \"id\"}}}", StringComparison.Ordinal),
        Good.Replace("\"alice\"", "\"alice\", \"properties\": " + new string('[', 500) + new string(']', 500), StringComparison.Ordinal),
        Good.Replace("\"alice\"", "\"" + new string('x', 1_025) + "\"", StringComparison.Ordinal),
        Good.TrimEnd('}') + "}, \"context\": \"text\"}",
        Good.TrimEnd('}') + "}, \"context\": {" + string.Join(',', Enumerable.Range(0, 1_001).Select(i => $"\"c{i}\": 1")) + "}}",
        Good.TrimEnd('}') + "}, \"context\": " + new string('{', 10_000),
        "\ufeff" + Good[..^1]);

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_no_evaluation_is_refused_and_the_program_goes_on(string body)
    {
        var answer = await _pdp.PostAsync(Evaluation, body);
        Assert.Equal((HttpStatusCode.BadRequest, "text/plain"), (answer.Status, answer.Type));
        Assert.True((await _pdp.PostAsync(Evaluation, Good)).Decision);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        using var client = new HttpClient { BaseAddress = _pdp.Process.Gateway };
        client.DefaultRequestHeaders.Authorization = new("Bearer", _pdp.Process.Key);
        using var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(Good[..29]), 0xff, 0xfe, .. Encoding.UTF8.GetBytes(Good[29..])]);
        content.Headers.ContentType = new("application/json");
        using var response = await client.PostAsync(new Uri(Evaluation, UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_whatever_length_it_claims()
    {
        var large = Good.TrimEnd('}') + "}, \"x\": \"" + new string('x', 70_000) + "\"}";
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _pdp.PostAsync(Evaluation, large)).Status);
        using var client = new HttpClient { BaseAddress = _pdp.Process.Gateway };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Evaluation, UriKind.Relative)) { Content = new StringContent(large, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", _pdp.Process.Key);
        request.Headers.TransferEncodingChunked = true;
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_batch_over_the_limit_is_refused_and_one_of_empty_evaluations_denied()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _pdp.PostAsync(Evaluations, $$"""{"evaluations": [{{string.Join(',', Enumerable.Repeat("{}", 21))}}]}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _pdp.PostAsync(Evaluations, """{"evaluations": {"0": {}}}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _pdp.PostAsync(Evaluations, Good.TrimEnd('}') + """}, "evaluations": [{}], "options": {"evaluations_semantic": "allow_all"}}""")).Status);
        var answer = await _pdp.PostAsync(Evaluations, """{"evaluations": [{}, 7, null, [], "x", {"subject": 1}]}""");
        Assert.Equal(Enumerable.Repeat(false, 6), answer.Decisions);
        Assert.All(answer.Json.GetProperty("evaluations").EnumerateArray(), e => Assert.Equal(400, e.GetProperty("context").GetProperty("error").GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Defaults_weigh_once_however_many_evaluations_use_them()
    {
        var properties = $"\"list\": [{string.Join(',', Enumerable.Range(0, 8_000))}]";
        var answer = await _pdp.PostAsync(Evaluations, $$$"""
            {"subject": {"type": "user", "id": "alice", "properties": {{{{properties}}}}}, "action": {"name": "read"}, "resource": {"type": "record", "id": "record-1"},
             "evaluations": [{{{string.Join(',', Enumerable.Repeat("{}", 20))}}}]}
            """, _pdp.Process.Key);
        Assert.Equal(Enumerable.Repeat(true, 20), answer.Decisions);
        Assert.True(answer.Text.Length < 20_000, $"{answer.Text.Length} bytes");
    }

    [Fact]
    public async Task Nobody_asks_without_a_key_that_is_named()
    {
        foreach (var key in new[] { "", "x", "btz_000000000000_0000000000000000000000000000000000000000000000000000000000", new string('x', 5_000) })
        {
            var unknown = await _pdp.PostAsync(Evaluation, Good, key);
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (unknown.Status, unknown.Headers["WWW-Authenticate"]));
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await _pdp.PostAsync(Evaluation, Good, target.Stranger)).Status);
        foreach (var path in new[] { Evaluations, "/access/v1/search/subject", "/access/v1/search/resource", "/access/v1/search/action" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await _pdp.PostAsync(path, Good, "")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await _pdp.PostAsync(path, Good, target.Stranger)).Status);
        }
    }

    [Theory]
    [InlineData("X-Forwarded-User", "demo")]
    [InlineData("X-Original-Authorization", "Bearer demo")]
    [InlineData("x-api-key", "demo")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("x-bartizan-agent", "demo")]
    public async Task No_other_header_says_who_asks(string name, string value) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await _pdp.PostAsync(Evaluation, Good, target.Stranger, headers: (name, value))).Status);

    [Fact]
    public async Task A_key_in_the_address_or_under_another_scheme_is_none()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _pdp.PostAsync($"{Evaluation}?key={_pdp.Process.Key}&access_token={_pdp.Process.Key}", Good, "")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _pdp.PostAsync(Evaluation, Good, "", headers: ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("demo:" + _pdp.Process.Key))))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _pdp.PostAsync(Evaluation, Good, "", headers: ("x-api-key", _pdp.Process.Key))).Status);
    }

    [Fact]
    public async Task Stored_attributes_win_and_a_caller_who_may_not_tell_tells_nothing()
    {
        const string Body = """{"subject": {"type": "user", "id": "carol", "properties": {"role": "admin"}}, "action": {"name": "write"}, "resource": {"type": "record", "id": "record-9", "properties": {"status": "archived"}}}""";
        Assert.True((await _pdp.PostAsync(Evaluation, Body)).Decision);

        // Bob's role is stored as admin and alice's record as active: neither can be told otherwise.
        var stored = await _pdp.PostAsync(Evaluation, """{"subject": {"type": "user", "id": "carol", "properties": {"role": "admin"}}, "action": {"name": "write"}, "resource": {"type": "record", "id": "record-1", "properties": {"status": "archived"}}}""");
        Assert.False(stored.Decision);
        Assert.Equal(["resource.properties.status"], stored.Context.GetProperty("ignored").EnumerateArray().Select(i => i.GetString()!));

        var untrusted = await _pdp.PostAsync(Evaluation, Body, target.Asker);
        Assert.False(untrusted.Decision);
        Assert.Equal(["subject.properties", "resource.properties"], untrusted.Context.GetProperty("ignored").EnumerateArray().Select(i => i.GetString()!));
    }

    [Fact]
    public async Task Nothing_but_the_actions_properties_stands_in_context_action()
    {
        const string Body = """{"subject": {"type": "user", "id": "alice"}, "action": {"name": "delete"}, "resource": {"type": "record", "id": "record-1"}, "context": {"action": {"soft": true}}}""";
        Assert.False((await _pdp.PostAsync(Evaluation, Body)).Decision);
        Assert.True((await _pdp.PostAsync(Evaluation, Body.Replace("\"name\": \"delete\"", "\"name\": \"delete\", \"properties\": {\"soft\": true}", StringComparison.Ordinal))).Decision);
    }

    [Fact]
    public async Task Types_that_look_like_others_are_others()
    {
        foreach (var type in new[] { "User", "user ", "Action", "user::x", "x::user", "role\\u0000", "us\\u200ber" })
        {
            var answer = await _pdp.PostAsync(Evaluation, Good.Replace("\"user\"", $"\"{type}\"", StringComparison.Ordinal));
            Assert.Equal((HttpStatusCode.OK, false), (answer.Status, answer.Decision));
        }
    }

    [Fact]
    public async Task A_page_token_is_good_for_its_caller_and_its_search_alone()
    {
        var first = await _pdp.PostAsync("/access/v1/search/resource", $$"""{ {{Search}}, "page": {"limit": 1} }""");
        var token = first.NextToken;
        string With(string page, string search = Search) => $$"""{ {{search}}, "page": {"token": "{{page}}"} }""";
        Assert.Equal(["record/record-2"], (await _pdp.PostAsync("/access/v1/search/resource", With(token))).Results);

        var refused = new List<PdpAnswer>
        {
            await _pdp.PostAsync("/access/v1/search/resource", With(token), target.Asker),
            await _pdp.PostAsync("/access/v1/search/resource", With(token, Search.Replace("alice", "bob", StringComparison.Ordinal))),
            await _pdp.PostAsync("/access/v1/search/resource", With(token, Search.Replace("read", "write", StringComparison.Ordinal))),
            await _pdp.PostAsync("/access/v1/search/resource", With(token, Search + """, "context": {"a": 1}""")),
            await _pdp.PostAsync("/access/v1/search/resource", With(token, Search.Replace("\"alice\"", "\"alice\", \"properties\": {\"a\": 1}", StringComparison.Ordinal))),
            await _pdp.PostAsync("/access/v1/search/subject", With(token, Search.Replace("\"record\"", "\"record\", \"id\": \"record-1\"", StringComparison.Ordinal))),
            await _pdp.PostAsync("/access/v1/search/resource", With(token[..^1])),
            await _pdp.PostAsync("/access/v1/search/resource", With("x" + token)),
            await _pdp.PostAsync("/access/v1/search/resource", With(Flip(token, 0))),
            await _pdp.PostAsync("/access/v1/search/resource", With(Flip(token, 18))),
            await _pdp.PostAsync("/access/v1/search/resource", With("AAAA")),
            await _pdp.PostAsync("/access/v1/search/resource", With(new string('=', token.Length))),
            await _pdp.PostAsync("/access/v1/search/resource", $$"""{ {{Search}}, "page": {"token": 7} }"""),
            await _pdp.PostAsync("/access/v1/search/resource", $$"""{ {{Search}}, "page": {"limit": -1} }"""),
            await _pdp.PostAsync("/access/v1/search/resource", $$"""{ {{Search}}, "page": {"limit": 1.5} }"""),
        };
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.BadRequest, answer.Status));
    }

    [Fact]
    public async Task A_page_is_never_larger_than_allowed()
    {
        var answer = await _pdp.PostAsync("/access/v1/search/resource", $$"""{ {{Search}}, "page": {"limit": 999999999999} }""");
        Assert.Equal(2, answer.Results.Length);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Theory]
    [InlineData("caf\u00e9")]
    [InlineData("")]
    public async Task A_request_id_that_no_header_can_carry_is_refused(string id)
    {
        // By hand: a client library would not send it.
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_pdp.Process.Gateway.Host, _pdp.Process.Gateway.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"POST {Evaluation} HTTP/1.1\r\nHost: x\r\nX-Request-ID: {id}\r\nAuthorization: Bearer {_pdp.Process.Key}\r\nContent-Type: application/json\r\nContent-Length: {Good.Length}\r\nConnection: close\r\n\r\n{Good}"));
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_are_compared_exactly_and_methods_too()
    {
        foreach (var path in new[] { "/Access/v1/evaluation", "/access/v1/evaluation/", "/access/v1/evaluation%2F", "/access/v1/../v1/evaluation/x", "/access/v1/search", "/access/v2/evaluation" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _pdp.PostAsync(path, Good)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await _pdp.GetAsync(Evaluation)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _pdp.GetAsync("/.well-known/authzen-configuration")).Status); // no address is configured, and the Host header names none
    }

    [Fact]
    public async Task A_large_context_weighs_once_in_a_search_for_actions()
    {
        var context = $"\"list\": [{string.Join(',', Enumerable.Range(0, 8_000))}]";
        var answer = await _pdp.PostAsync("/access/v1/search/action", $$"""{"subject": {"type": "user", "id": "alice"}, "resource": {"type": "record", "id": "record-1"}, "context": { {{context}} } }""");
        Assert.Equal(["read", "write"], answer.Results.AsEnumerable());
    }

    [Fact]
    public async Task Sets_of_sets_that_add_up_alike_do_not_slow_it_down()
    {
        var pairs = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            for (var j = i + 1; j < 40; j++)
            {
                pairs.Add($"[[{i},{j}],[{string.Join(',', Enumerable.Range(0, 40).Where(k => k != i && k != j))}]]");
            }
        }

        var body = Good.Replace("\"alice\"", $"\"alice\", \"properties\": {{\"sets\": [{string.Join(',', pairs.Take(420))}]}}", StringComparison.Ordinal);
        var answer = await _pdp.PostAsync(Evaluation, body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    private static string Flip(string token, int at) => token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];

    /// <summary>The decision point under attack: <c>demo</c> may ask and tell, <c>asker</c> may ask, <c>stranger</c> has a key and may not.</summary>
    public sealed class Target : IAsyncLifetime, IDisposable
    {
        private readonly TempFolder _folder = new();

        internal Pdp Pdp { get; private set; } = null!;

        internal string Asker { get; private set; } = "";

        internal string Stranger { get; private set; } = "";

        public async Task InitializeAsync()
        {
            Pdp = await Pdp.StartAsync(_folder, $$"""
                policies: ['{{Pdp.Scenario("certification")}}']
                entities: '{{Pdp.Scenario("certification", "entities.json")}}'
                callers: [demo, asker]
                attributesFrom: [demo]
                limits: { requestBody: 64KiB, depth: 16, evaluations: 20, page: 2 }
                """);
            Asker = await Pdp.AddAgentAsync("asker");
            Stranger = await Pdp.AddAgentAsync("stranger");
        }

        public async Task DisposeAsync() => await Pdp.DisposeAsync();

        public void Dispose() => _folder.Dispose();
    }
}
