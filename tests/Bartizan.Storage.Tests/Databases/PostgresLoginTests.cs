using Bartizan.Core.Databases;
using Bartizan.Storage.Databases;
using Bartizan.Testing;
using Bartizan.Testing.Databases;

namespace Bartizan.Storage.Tests.Databases;

/// <summary>Logins at a real PostgreSQL server, made and dropped by a role that is no superuser.</summary>
public sealed class PostgresLoginTests
{
    private const string Secret = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    [RequiresFact(PostgresProcess.Install, PostgresProcess.Server, PostgresProcess.Client)]
    public async Task A_login_may_what_its_role_grants_and_is_gone_with_its_sessions_and_what_it_made()
    {
        await using var server = await PostgresProcess.StartAsync();
        var maker = Maker(server, "GRANT SELECT ON orders TO {role}", "GRANT CREATE, USAGE ON SCHEMA work TO {role}");
        var login = Login("btz_one");
        Assert.Null(await maker.MakeAsync(login, Secret, default));
        Assert.Equal((0, "a tower\n"), await server.QueryAsync("btz_one", Secret, "SELECT what FROM orders"));
        Assert.NotEqual(0, (await server.QueryAsync("btz_one", Secret, "INSERT INTO orders VALUES (1, 'x')")).Exit);
        Assert.NotEqual(0, (await server.QueryAsync("btz_one", Secret, "SELECT * FROM salaries")).Exit);
        Assert.NotEqual(0, (await server.QueryAsync("btz_one", Secret, "CREATE ROLE other")).Exit);
        Assert.NotEqual(0, (await server.QueryAsync("btz_one", "another password", "SELECT 1")).Exit);
        Assert.Equal(0, (await server.QueryAsync("btz_one", Secret, "CREATE TABLE work.kept (id int)")).Exit);

        // A trap: whoever takes this over lends their rights to everybody who calls it.
        Assert.Equal(0, (await server.QueryAsync("btz_one", Secret, "CREATE FUNCTION work.trap() RETURNS name LANGUAGE sql SECURITY DEFINER AS 'SELECT current_user'")).Exit);
        // Others stand in the place of what is asked for when it is dropped.
        await server.AdminAsync("CREATE TABLE public.pg_roles (rolname text)");

        // Somebody who is in the middle of something, with a lock.
        var busy = server.QueryAsync("btz_one", Secret, "BEGIN; LOCK TABLE work.kept; SELECT pg_sleep(60)");
        await Patience.UntilAsync(async () => await server.AdminAsync("SELECT count(*) FROM pg_stat_activity WHERE usename = 'btz_one'") != "0");

        Assert.Null(await maker.DropAsync(login, default));
        Assert.NotEqual(0, (await busy.WaitAsync(TimeSpan.FromSeconds(30))).Exit);
        Assert.NotEqual(0, (await server.QueryAsync("btz_one", Secret, "SELECT 1")).Exit);
        Assert.Equal(0, await server.LoginsAsync());
        Assert.Equal("0", await server.AdminAsync("SELECT (SELECT count(*) FROM pg_tables WHERE tablename = 'kept') + (SELECT count(*) FROM pg_proc WHERE proname = 'trap')"));
        // What is gone is gone: asked again, as after a crash, it goes well.
        Assert.Null(await maker.DropAsync(login, default));
        Assert.DoesNotContain(Secret, server.Log, StringComparison.Ordinal);
        Assert.Contains("CREATE ROLE", server.Log, StringComparison.Ordinal);
    }

    [RequiresFact(PostgresProcess.Install, PostgresProcess.Server, PostgresProcess.Client)]
    public async Task What_goes_wrong_leaves_nothing_and_is_told_without_secrets()
    {
        await using var server = await PostgresProcess.StartAsync();
        var wrong = await Maker(server, "GRANT SELECT ON orders TO {role}", "GRANT SELECT ON nothing_of_this_name TO {role}").MakeAsync(Login("btz_one"), Secret, default);
        Assert.Contains("42P01", wrong, StringComparison.Ordinal);
        Assert.Equal(0, await server.LoginsAsync());

        // A name from wherever is a name and nothing else.
        const string Odd = "btz\"; DROP TABLE orders; --";
        var maker = Maker(server, "GRANT SELECT ON orders TO {role}");
        Assert.Null(await maker.MakeAsync(Login(Odd), Secret, default));
        Assert.Equal("1", await server.AdminAsync("SELECT count(*) FROM orders"));
        Assert.Equal(1, await server.LoginsAsync());
        Assert.Null(await maker.DropAsync(Login(Odd), default));
        Assert.Equal(0, await server.LoginsAsync());

        // One whose time is over does not get in, whoever forgot to drop it.
        Assert.Null(await maker.MakeAsync(Login("btz_late") with { Until = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) }, Secret, default));
        Assert.NotEqual(0, (await server.QueryAsync("btz_late", Secret, "SELECT 1")).Exit);

        Assert.Equal("the database is not configured any more", await maker.DropAsync(Login("btz_x") with { Database = "other" }, default));
        Assert.Equal("the role is not configured", await maker.MakeAsync(Login("btz_x") with { Role = "other" }, Secret, default));
        Assert.Equal("the password env:ADMIN is not there", await new PostgresLoginMaker([Options(server)], _ => null).MakeAsync(Login("btz_x"), Secret, default));
        Assert.Contains("28P01", await new PostgresLoginMaker([Options(server)], _ => "wrong").MakeAsync(Login("btz_x"), Secret, default), StringComparison.Ordinal);
        var nobody = await new PostgresLoginMaker([Options(server) with { Port = 1 }], _ => PostgresProcess.Password).MakeAsync(Login("btz_x"), Secret, default);
        Assert.StartsWith("the server cannot be reached", nobody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_noted_outlives_a_restart_until_it_is_dropped_and_there_are_not_too_many()
    {
        using var folder = new TestStore();
        var login = Login("btz_one");
        await using (var store = await folder.OpenAsync())
        {
            Assert.True(await store.DatabaseLogins.BeginAsync(login, 1, 2, login.Until, default));
            Assert.False(await store.DatabaseLogins.BeginAsync(login with { Id = "dbl_2" }, 1, 2, login.Until, default));
            Assert.True(await store.DatabaseLogins.BeginAsync(login with { Id = "dbl_2", Mandate = "mnd_2" }, 1, 2, login.Until, default));
            Assert.False(await store.DatabaseLogins.BeginAsync(login with { Id = "dbl_3", Mandate = "mnd_3" }, 1, 2, login.Until, default));
            await store.DatabaseLogins.MadeAsync(login, login.Until, default);
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal(["dbl_1", "dbl_2"], (await again.DatabaseLogins.ListAsync(default)).Select(l => l.Id));
        Assert.Equal(login, (await again.DatabaseLogins.ListAsync(default))[0]);
        await again.DatabaseLogins.DroppedAsync(login, "over", login.Until, default);
        await again.DatabaseLogins.DroppedAsync(login, "over", login.Until, default);
        Assert.Equal("dbl_2", Assert.Single(await again.DatabaseLogins.ListAsync(default)).Id);
        var told = (await again.Events.ReadAsync(0, 100, default)).Select(e => e.Event.Kind).Where(k => k.StartsWith("identity.database", StringComparison.Ordinal));
        Assert.Equal(["identity.database-login-made", "identity.database-login-dropped"], told);
    }

    private static DatabaseLogin Login(string name) => new()
    {
        Id = "dbl_1",
        Database = "orders",
        Role = "reader",
        Name = name,
        Agent = "agt_1",
        Mandate = "mnd_1",
        Token = "tok_1",
        Person = null,
        Until = new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private static PostgresLoginMaker Maker(PostgresProcess server, params string[] grants) =>
        new([Options(server) with { Roles = [new("reader", grants)] }], reference => reference == "env:ADMIN" ? PostgresProcess.Password : null);

    private static DatabaseServerOptions Options(PostgresProcess server) => new()
    {
        Name = "orders",
        Host = "127.0.0.1",
        Port = server.Port,
        Database = "orders",
        User = "bartizan",
        Password = "env:ADMIN",
        Roles = [new("reader", [])],
    };
}
