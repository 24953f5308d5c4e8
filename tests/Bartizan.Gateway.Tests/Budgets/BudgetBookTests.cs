using Bartizan.Core.Budgets;
using Bartizan.Gateway.Budgets;
using Bartizan.Testing;

namespace Bartizan.Gateway.Tests.Budgets;

public class BudgetBookTests
{
    private readonly ManualClock _clock = new();
    private readonly BudgetBook _book;

    public BudgetBookTests() => _book = new BudgetBook(_clock);

    [Fact]
    public void What_is_reserved_leaves_less_and_what_was_not_spent_comes_back()
    {
        var table = Books.Table(Books.Limit("b", BudgetUnit.Tokens, 100, BudgetPeriod.Day));
        var spending = _book.Take(table, 80)!;
        Assert.Equal(20, spending.Tokens!.Left);
        Assert.Null(_book.Take(table, 21));
        _book.Settle(spending, tokens: 30);
        Assert.Equal(30, _book.Used(table));
        Assert.NotNull(_book.Take(table, 70));
    }

    [Fact]
    public void More_than_was_reserved_counts_in_full()
    {
        var table = Books.Table(Books.Limit("b", BudgetUnit.Tokens, 100, BudgetPeriod.Day));
        _book.Settle(_book.Take(table, 10)!, tokens: 500);
        Assert.Equal(500, _book.Used(table));
        Assert.Null(_book.Take(table, 1));
    }

    [Fact]
    public void All_budgets_of_an_exchange_are_reserved_or_none()
    {
        var wide = Books.Limit("wide", BudgetUnit.Tokens, 100, BudgetPeriod.Day);
        var both = Books.Table(wide, Books.Limit("tight", BudgetUnit.Tokens, 10, BudgetPeriod.Day));
        Assert.Null(_book.Take(both, 11));
        Assert.Equal(0, _book.Used(Books.Table(wide)));
        _book.TryTake(both, 11, out var shortage);
        Assert.Equal("tight", shortage!.Budget.Name);
        Assert.Null(shortage.RoomAt);
    }

    [Fact]
    public void Calls_of_tools_and_exchanges_with_models_have_budgets_apart()
    {
        var table = Books.Table(Books.Limit("calls", BudgetUnit.Calls, 2, BudgetPeriod.Day, BudgetDimension.Model), Books.Limit("requests", BudgetUnit.Requests, 2, BudgetPeriod.Day));
        Assert.Equal("requests", Assert.Single(_book.Find(table, Books.Ada, "m", stream: true)!.Entries).Budget.Name);
        for (var i = 0; i < 3; i++)
        {
            var spending = _book.FindCalls(table, Books.Ada, "files/read")!;
            Assert.Equal("calls", Assert.Single(spending.Entries).Budget.Name);
            spending.Entries[0].Reserved = 1;
            _ = _book.Reserve(spending, out var shortage).AsTask();
            Assert.Equal(i == 2, shortage is not null);
            if (shortage is null)
            {
                spending.Asked();
            }

            _ = _book.Settle(spending).AsTask();
        }

        Assert.Equal(1_000, _book.FindCalls(table, Books.Ada, "files/write")!.PerMille);
    }

    [Fact]
    public void An_exchange_is_settled_once()
    {
        var table = Books.Table(Books.Limit("b", BudgetUnit.Tokens, 100, BudgetPeriod.Day));
        var spending = _book.Take(table, 50)!;
        _book.Settle(spending, tokens: 20);
        _ = _book.Settle(spending).AsTask();
        Assert.Equal(20, _book.Used(table));
    }

    [Fact]
    public void What_never_reached_an_upstream_costs_nothing_and_what_may_have_costs_what_was_reserved()
    {
        var table = Books.Table(Books.Limit("b", BudgetUnit.Tokens, 100, BudgetPeriod.Day), Books.Limit("r", BudgetUnit.Requests, 100, BudgetPeriod.Day));
        var never = _book.Take(table, 50)!;
        never.Asked();
        never.NotAsked();
        _ = _book.Settle(never).AsTask();
        Assert.Equal([0, 0], never.Entries.Select(e => e.Counter.Used));

        var unknown = _book.Take(table, 50)!;
        unknown.Asked();
        _ = _book.Settle(unknown).AsTask();
        Assert.Equal(50, unknown.Entries[0].Counter.Used);
        Assert.True(unknown.Bill.Estimated);

        var refused = _book.Take(table, 50)!;
        refused.Asked();
        refused.Refused();
        refused.Asked();
        refused.NotAsked();
        _ = _book.Settle(refused).AsTask();
        Assert.Equal((0L, 50L), (refused.Entries[0].Spent, refused.Entries[1].Spent));
    }

    [Fact]
    public void A_day_ends_at_midnight_and_a_month_on_the_first()
    {
        _clock.Now = new(2026, 12, 31, 23, 59, 59, TimeSpan.Zero);
        var day = Books.Table(Books.Limit("d", BudgetUnit.Tokens, 10, BudgetPeriod.Day));
        var month = Books.Table(Books.Limit("m", BudgetUnit.Tokens, 10, BudgetPeriod.Month));
        _book.Settle(_book.Take(day, 10)!, 10);
        _book.Settle(_book.Take(month, 10)!, 10);
        var newYear = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _book.TryTake(day, 1, out var shortage);
        Assert.Equal(newYear, shortage!.RoomAt);
        _book.TryTake(month, 1, out shortage);
        Assert.Equal(newYear, shortage!.RoomAt);
        _clock.Now = newYear;
        Assert.NotNull(_book.Take(day, 10));
        Assert.NotNull(_book.Take(month, 10));
    }

    [Fact]
    public void An_exchange_over_midnight_counts_on_the_day_it_began_but_its_excess_today()
    {
        _clock.Now = new(2026, 11, 21, 23, 59, 59, TimeSpan.Zero);
        var table = Books.Table(Books.Limit("b", BudgetUnit.Tokens, 100, BudgetPeriod.Day));
        var (less, more) = (_book.Take(table, 50)!, _book.Take(table, 50)!);
        _clock.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(0, _book.Used(table));
        _book.Settle(less, tokens: 10);
        Assert.Equal(0, _book.Used(table));
        _book.Settle(more, tokens: 70);
        Assert.Equal(20, _book.Used(table));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-60)]
    [InlineData(-26 * 60)]
    [InlineData(-400 * 24 * 60)]
    public void A_clock_that_goes_back_gives_nothing_back_and_does_not_stick(int minutes)
    {
        foreach (var period in (BudgetPeriod[])[BudgetPeriod.Minute, BudgetPeriod.Hour, BudgetPeriod.Day, BudgetPeriod.Month])
        {
            var table = Books.Table(Books.Limit("b" + period, BudgetUnit.Tokens, 100, period));
            var open = _book.Take(table, 40)!;
            _book.Settle(_book.Take(table, 60)!, 60);
            var before = _clock.Now;
            _clock.Now += TimeSpan.FromMinutes(minutes);
            Assert.Null(_book.Take(table, 1));
            _book.Settle(open, 10);
            Assert.Equal(70, _book.Used(table));
            _clock.Now = before > _clock.Now + TimeSpan.FromDays(32) ? _clock.Now + TimeSpan.FromDays(32) : before + TimeSpan.FromDays(32);
            Assert.Equal(0, _book.Used(table));
            _clock.Now = before;
        }
    }

    [Fact]
    public void Waiting_for_others_to_end_is_said_as_a_second_and_not_as_a_day()
    {
        var table = Books.Table(Books.Limit("b", BudgetUnit.Tokens, 100, BudgetPeriod.Day));
        _book.Take(table, 90);
        _book.TryTake(table, 20, out var shortage);
        Assert.Equal(_clock.Now + TimeSpan.FromSeconds(1), shortage!.RoomAt);
    }

    [Fact]
    public void Streams_count_while_they_are_open_and_are_never_written()
    {
        var table = Books.Table(Books.Limit("s", BudgetUnit.Streams, 2, BudgetPeriod.None, BudgetDimension.Agent));
        var first = _book.Take(table, 1)!;
        Assert.NotNull(_book.Take(table, 1));
        Assert.Null(_book.Take(table, 1));
        Assert.NotNull(_book.Take(table, 1, Books.Agent("bob")));
        _book.Settle(first, 1_000);
        Assert.NotNull(_book.Take(table, 1));
        Assert.Empty(_book.Begin(resting: true).Counts);
    }

    [Fact]
    public void Each_counts_apart_by_what_was_asked_and_nothing_else()
    {
        var table = Books.Table(Books.Limit("b", BudgetUnit.Tokens, 10, BudgetPeriod.Day, BudgetDimension.User, BudgetDimension.System));
        var agents = new[] { Books.Agent("a", "ann", ("system", "x")), Books.Agent("b", "ann", ("system", "x")), Books.Agent("c", "ann", ("system", "y")), Books.Agent("d", "bob"), Books.Agent("e", "bob") };
        Assert.Equal([true, false, true, true, false], agents.Select(a => _book.Take(table, 10, a) is not null));
    }

    [Fact]
    public void An_agent_made_anew_under_an_old_name_has_its_own_count_and_gains_nothing_of_a_shared_one()
    {
        var each = Books.Table(Books.Limit("each", BudgetUnit.Tokens, 10, BudgetPeriod.Day, BudgetDimension.Agent));
        var shared = Books.Table(Books.Limit("shared", BudgetUnit.Tokens, 10, BudgetPeriod.Day, BudgetDimension.User));
        var (old, anew) = (Books.Ada, Books.Ada with { AgentId = "agt_new" });
        Assert.Equal([true, true, false], new[] { _book.Take(each, 10, old), _book.Take(each, 10, anew), _book.Take(each, 1, old) }.Select(s => s is not null));
        Assert.Equal([true, false], new[] { _book.Take(shared, 10, old), _book.Take(shared, 1, anew) }.Select(s => s is not null));
    }

    [Fact]
    public void A_budget_is_only_for_whom_it_names()
    {
        var limit = Books.Limit("b", BudgetUnit.Tokens, 10, BudgetPeriod.Day) with { Agents = ["ad*"], Models = ["gpt-*"] };
        var table = Books.Table(limit);
        Assert.Null(_book.Find(table, Books.Agent("bob"), "gpt-4o", false));
        Assert.Null(_book.Find(table, Books.Ada, "claude", false));
        Assert.NotNull(_book.Find(table, Books.Ada, "gpt-4o", false));
        Assert.Null(_book.Find(Books.Table(Books.Limit("s", BudgetUnit.Streams, 1, BudgetPeriod.None)), Books.Ada, "m", stream: false));
    }

    [Fact]
    public void Invented_models_do_not_fill_the_memory_nor_escape_the_limit()
    {
        var table = Books.Table(Books.Limit("b", BudgetUnit.Tokens, 1, BudgetPeriod.Month, BudgetDimension.Model));
        var granted = Enumerable.Range(0, BudgetBook.MostSubjects + 500).Count(i => _book.Take(table, 1, model: "m" + i) is not null);
        Assert.Equal(BudgetBook.MostSubjects + 1, granted);
    }

    [Fact]
    public void Counters_whose_period_is_over_are_forgotten()
    {
        var table = Books.Table(Books.Limit("b", BudgetUnit.Tokens, 10, BudgetPeriod.Minute, BudgetDimension.Agent));
        var open = _book.Take(table, 1)!;
        _book.Settle(_book.Take(table, 1, Books.Agent("bob"))!, 1);
        _book.Finish(_book.Begin(resting: true), written: true);
        _book.Finish(_book.Begin(resting: true), written: true);
        _clock.Now += TimeSpan.FromMinutes(2);
        Assert.Equal("agt_bob", Assert.Single(_book.Sweep()).Subject.Agent);
        _book.Settle(open, 1);
        Assert.Equal(0, _book.Used(table));
    }

    [Fact]
    public void A_limit_that_changes_keeps_what_was_spent_and_another_unit_or_period_begins_anew()
    {
        _book.Settle(_book.Take(Books.Table(Books.Limit("b", BudgetUnit.Tokens, 100, BudgetPeriod.Day)), 60)!, 60);
        Assert.Null(_book.Take(Books.Table(Books.Limit("b", BudgetUnit.Tokens, 50, BudgetPeriod.Day)), 1));
        Assert.NotNull(_book.Take(Books.Table(Books.Limit("b", BudgetUnit.Tokens, 61, BudgetPeriod.Day)), 1));
        Assert.NotNull(_book.Take(Books.Table(Books.Limit("b", BudgetUnit.Tokens, 50, BudgetPeriod.Month)), 50));
        Assert.NotNull(_book.Take(Books.Table(Books.Limit("b", BudgetUnit.Requests, 50, BudgetPeriod.Day)), 50));
    }
}
