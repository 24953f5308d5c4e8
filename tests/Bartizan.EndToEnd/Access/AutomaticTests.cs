namespace Bartizan.EndToEnd.Access;

/// <summary>Low-risk calls approved by policy, by the real program, killed in between.</summary>
public class AutomaticTests
{
    [Fact]
    public async Task Policy_approves_so_many_an_hour_and_a_kill_forgets_none_of_them()
    {
        const string Harmless = "  tools:\n    - { name: files/read_file, outward: false }";
        await using var site = await HeldSite.StartAsync(more: "elevation: { automatic: 3 }", gateway: Harmless);
        Assert.Equal("done", await site.CallAsync());
        await site.Bartizan.KillAsync();
        await site.StartAgainAsync();
        Assert.Equal("done", await site.CallAsync());
        Assert.Equal("done", await site.CallAsync("""{"path":"b.txt"}"""));
        await site.Bartizan.KillAsync();
        await site.StartAgainAsync();
        Assert.Contains("Reading files needs a person.", await site.CallAsync("""{"path":"c.txt"}"""), StringComparison.Ordinal);

        var list = (await site.RunAsync("access", "list")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToList();
        Assert.Equal(["approved by policy", "approved by policy", "approved by policy", "waiting"], list.Select(l => l[1]).Order(StringComparer.Ordinal));
        var shown = await site.RunAsync("access", "show", list.First(l => l[1] != "waiting")[0]);
        Assert.Contains("approved by policy quiet: the call is read", shown, StringComparison.Ordinal);
        Assert.Contains("used 1 of 1", shown, StringComparison.Ordinal);
        var waiting = await site.RunAsync("access", "show", list.First(l => l[1] == "waiting")[0]);
        Assert.Contains("What differs from 3 earlier calls that were approved and made:", waiting, StringComparison.Ordinal);
        Assert.Contains("arguments.path  new value \"c.txt\"  (before: \"b.txt\", \"plan.txt\")", waiting, StringComparison.Ordinal);
        Assert.Equal(0, await site.Bartizan.StopAsync());
        await site.RunAsync("ledger", "verify");
    }
}
