using Bartizan.Core.Budgets;
using Bartizan.Gateway.Budgets;
using Bartizan.Testing;
using Bartizan.Testing.Stores;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Gateway.Tests.Budgets;

public class BudgetLawTests
{
    private const int Threads = 8;

    [Fact]
    public void However_many_threads_spend_no_more_than_the_limit_is_ever_out_and_the_sum_is_right() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(),
        seed =>
        {
            const long Limit = 1_000;
            var book = new BudgetBook(TimeProvider.System);
            var table = Books.Table(
                Books.Limit("all", BudgetUnit.Tokens, Limit, BudgetPeriod.Month), Books.Limit("each", BudgetUnit.Tokens, Limit / 2, BudgetPeriod.Month, BudgetDimension.Agent));
            long outstanding = 0, spent = 0, worst = 0;
            Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
            {
                var random = new Random(unchecked((seed.Get * Threads) + thread));
                var agent = Books.Agent("a" + (thread % 3));
                for (var i = 0; i < 200; i++)
                {
                    var reserved = random.Next(1, 60);
                    if (book.Take(table, reserved, agent) is not { } spending)
                    {
                        continue;
                    }

                    var now = Interlocked.Add(ref outstanding, reserved);
                    for (var seen = Volatile.Read(ref worst); now > seen && Interlocked.CompareExchange(ref worst, now, seen) != seen; seen = Volatile.Read(ref worst))
                    {
                    }

                    // Never more than was reserved, so that the limit must hold exactly.
                    var tokens = random.Next(0, reserved + 1);
                    Interlocked.Add(ref spent, tokens);
                    Interlocked.Add(ref outstanding, tokens - reserved);
                    book.Settle(spending, tokens);
                }
            });
            Assert.InRange(worst, 1, Limit);
            Assert.Equal(spent, outstanding);
            Assert.Equal(spent, book.Used(table));
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void In_no_minute_whatsoever_more_than_the_limit_is_spent() => Prop.ForAll(
        Gen.Choose(0, 7_000).Two().Select(p => (Pause: p.Item1, Amount: 1 + (p.Item2 % 40))).ListOf().ToArbitrary(),
        steps =>
        {
            var clock = new ManualClock();
            var book = new BudgetBook(clock);
            var table = Books.Table(Books.Limit("b", BudgetUnit.Tokens, 100, BudgetPeriod.Minute));
            var granted = new List<(DateTimeOffset At, long Amount)>();
            foreach (var (pause, amount) in steps)
            {
                clock.Now += TimeSpan.FromMilliseconds(pause);
                if (book.Take(table, amount) is { } spending)
                {
                    book.Settle(spending, amount);
                    granted.Add((clock.Now, amount));
                }
            }

            return granted.TrueForAll(g => granted.Where(o => o.At <= g.At && o.At > g.At - TimeSpan.FromMinutes(1)).Sum(o => o.Amount) <= 100);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void After_a_kill_at_any_moment_nothing_is_forgotten_and_little_is_counted_for_nothing() => Prop.ForAll(
        Gen.Choose(0, 1_000_000).ListOf().ToArbitrary(),
        steps =>
        {
            const long Limit = 1_000;
            var clock = new ManualClock();
            var (book, store) = (new BudgetBook(clock), new MemoryBudgetStore());
            var table = Books.Table(Books.Limit("b", BudgetUnit.Tokens, Limit, BudgetPeriod.Day));
            var open = new Queue<(Spending Spending, long Reserved)>();
            long spent = 0, held = 0, peak = 0;
            foreach (var step in steps)
            {
                var amount = 1 + (step / 10 % 90);
                if (step % 10 < 5)
                {
                    var spending = book.TryTake(table, amount, out var shortage);
                    if (shortage is null)
                    {
                        if (spending.Entries[0].Counter.MustWrite)
                        {
                            // Where the gateway waits before it forwards.
                            book.WriteAsync(store).GetAwaiter().GetResult();
                        }

                        open.Enqueue((spending, amount));
                        held += amount;
                        peak = Math.Max(peak, spent + held);
                    }
                    else
                    {
                        _ = book.Settle(spending).AsTask();
                    }
                }
                else if (step % 10 < 9 && open.TryDequeue(out var oldest))
                {
                    // Spends less than, or all, that it reserved.
                    var tokens = oldest.Reserved * (step % 3) / 2;
                    book.Settle(oldest.Spending, tokens);
                    spent += tokens;
                    held -= oldest.Reserved;
                }
                else
                {
                    // What the keeper does every second.
                    book.WriteAsync(store, resting: true).GetAwaiter().GetResult();
                    peak = spent + held;
                }

                var after = new BudgetBook(clock);
                after.Load(store.LoadAsync(default).AsTask().GetAwaiter().GetResult());
                Assert.InRange(after.Used(table), spent + held, Math.Min(Limit, peak + (Limit / 20)));
            }

            return true;
        }).QuickCheckThrowOnFailure();
}
