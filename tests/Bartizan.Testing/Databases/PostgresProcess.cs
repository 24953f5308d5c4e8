using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bartizan.Testing.Databases;

/// <summary>A real PostgreSQL server with a folder of its own, that logs every statement.</summary>
public sealed class PostgresProcess : IAsyncDisposable
{
    /// <summary>How to get it.</summary>
    public const string Install = "apt-get install postgresql";

    /// <summary>The program.</summary>
    public const string Server = Bin + "postgres";

    /// <summary>Its client.</summary>
    public const string Client = Bin + "psql";

    /// <summary>The password of the role <c>postgres</c>, and of <c>bartizan</c>.</summary>
    public const string Password = "the-admins-password";

    private const string Bin = "/usr/lib/postgresql/15/bin/";

    private readonly string _folder;
    private readonly Process _process;
    private readonly System.Text.StringBuilder _log = new();

    private PostgresProcess(string folder, Process process, int port)
    {
        (_folder, _process, Port) = (folder, process, port);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_log)
            {
                _log.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Everything that it logged.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts one, with a database <c>orders</c>, its table <c>orders</c>, and a role <c>bartizan</c> that may make roles and is no superuser.</summary>
    public static async Task<PostgresProcess> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bartizan-postgres-").FullName;
        var passwords = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwords, Password);
        if (Environment.IsPrivilegedProcess)
        {
            // It refuses to run as root.
            await RunAsync("chown", ["-R", "postgres", folder], null);
        }

        var data = Path.Combine(folder, "data");
        await AsPostgresAsync(Bin + "initdb", "-D", data, "-A", "scram-sha-256", "-U", "postgres", $"--pwfile={passwords}", "--no-sync", "-E", "UTF8", "--locale=C");
        var port = FreePort();
        var (program, arguments) = Command(Server, ["-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "log_statement=all"]);
        var server = new PostgresProcess(folder, Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!, port);
        await Patience.UntilAsync(async () => (await server.QueryAsync("postgres", Password, "SELECT 1", "postgres")).Exit == 0);

        await server.AdminAsync($"CREATE ROLE bartizan LOGIN CREATEROLE PASSWORD '{Password}'", "postgres");
        await server.AdminAsync("CREATE DATABASE orders OWNER bartizan", "postgres");
        foreach (var sql in new[] { "CREATE TABLE orders (id int, what text)", "INSERT INTO orders VALUES (17, 'a tower')", "CREATE TABLE salaries (id int)", "CREATE SCHEMA work" })
        {
            Assert.Equal(0, (await server.QueryAsync("bartizan", Password, sql)).Exit);
        }

        return server;
    }

    /// <summary>Runs SQL as somebody; the exit code, and what came.</summary>
    public async Task<(int Exit, string Said)> QueryAsync(string user, string password, string sql, string database = "orders") =>
        await RunAsync(Client, ["-h", "127.0.0.1", "-p", $"{Port}", "-U", user, "-d", database, "-At", "-c", sql], password);

    /// <summary>Runs SQL as <c>postgres</c>, which must go well.</summary>
    public async Task<string> AdminAsync(string sql, string database = "orders")
    {
        var (exit, said) = await QueryAsync("postgres", Password, sql, database);
        Assert.True(exit == 0, said);
        return said.Trim();
    }

    /// <summary>How many roles there are that Bartizan made.</summary>
    public async Task<int> LoginsAsync() => int.Parse(await AdminAsync("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'btz%'"), System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task AsPostgresAsync(string program, params string[] arguments)
    {
        var (command, all) = Command(program, arguments);
        var (exit, said) = await RunAsync(command, all, null);
        Assert.True(exit == 0, said);
    }

    private static (string Program, string[] Arguments) Command(string program, string[] arguments) =>
        Environment.IsPrivilegedProcess ? ("runuser", ["-u", "postgres", "--", program, .. arguments]) : (program, arguments);

    private static async Task<(int Exit, string Said)> RunAsync(string program, string[] arguments, string? password)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        if (password is not null)
        {
            start.Environment["PGPASSWORD"] = password;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
