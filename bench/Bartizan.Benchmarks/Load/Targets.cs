using System.Collections;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Bartizan.Benchmarks.Load;

/// <summary>One thing under load: where to send, with which headers, and which processes to charge.</summary>
internal sealed record Target(string Name, string Url, IReadOnlyDictionary<string, string> Headers, Func<IReadOnlyList<int>> ProcessIds);

/// <summary>The upstream in a process of its own, pinned beside the load generator.</summary>
internal sealed class UpstreamProcess(Process process, Uri address) : IAsyncDisposable
{
    public Uri Address => address;

    public static async Task<UpstreamProcess> StartAsync()
    {
        var port = Ports.Free();
        var process = Processes.Start(Pinning.Load, Environment.ProcessPath!, [typeof(UpstreamProcess).Assembly.Location, "upstream", $"{port}"]);
        await Ports.WaitAsync(port);
        return new UpstreamProcess(process, new Uri($"http://127.0.0.1:{port}"));
    }

    public ValueTask DisposeAsync() => Processes.StopAsync(process);
}

/// <summary>Starts every target that is installed and stops them all at the end.</summary>
internal sealed class TargetSet(IReadOnlyList<Target> targets, IReadOnlyList<Process> processes, string folder) : IAsyncDisposable, IEnumerable<Target>
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Starts what <c>--only</c> names, or all; <c>--program</c> is a published Bartizan to take in place of the build's.</summary>
    public static async Task<TargetSet> StartAsync(Uri upstream, string[] args)
    {
        var only = LoadBench.Option(args, "--only")?.Split(',');
        string[] program = LoadBench.Option(args, "--program") is { } published ? [published] : [Environment.ProcessPath!, Peers.Bartizan];
        var folder = Directory.CreateTempSubdirectory("bartizan-bench").FullName;
        var processes = new List<Process>();
        var targets = new List<Target> { new("direct", new Uri(upstream, "/v1/chat/completions").ToString(), None, () => []) };
        if (Wanted("nginx") && File.Exists("/usr/sbin/nginx"))
        {
            targets.Add(await NginxAsync(upstream, folder, processes));
        }

        if (Wanted("kestrel"))
        {
            targets.Add(await KestrelAsync(upstream, processes));
        }

        if (Wanted("portkey") && Directory.Exists(Peers.PortkeyFolder))
        {
            targets.Add(await PortkeyAsync(upstream, processes));
        }

        foreach (var setting in new[] { BartizanSetting.AsShipped, BartizanSetting.EverythingOn })
        {
            if (Wanted(setting.Name))
            {
                targets.Add(await BartizanAsync(program, setting, upstream, folder, processes));
            }
        }

        return new TargetSet(targets, processes, folder);

        bool Wanted(string name) => only is null || only.Contains(name);
    }

    public IEnumerator<Target> GetEnumerator() => targets.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            await Processes.StopAsync(process);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Target> NginxAsync(Uri upstream, string folder, List<Process> processes)
    {
        var port = Ports.Free();
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, $$"""
            worker_processes 1; daemon off; pid {{folder}}/nginx.pid; error_log {{folder}}/nginx.log;
            events { worker_connections 1024; }
            http {
              access_log off; client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; client_body_buffer_size 256k;
              fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
              upstream up { server 127.0.0.1:{{upstream.Port}}; keepalive 128; }
              server { listen 127.0.0.1:{{port}}; keepalive_requests 1000000;
                location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; } }
            }
            """);
        var process = Processes.Start(Pinning.Gateway, "/usr/sbin/nginx", ["-c", file, "-p", folder]);
        processes.Add(process);
        await Ports.WaitAsync(port);
        return new Target("nginx", $"http://127.0.0.1:{port}/v1/chat/completions", None, () => Machine.Tree(process.Id));
    }

    private static async Task<Target> KestrelAsync(Uri upstream, List<Process> processes)
    {
        var port = Ports.Free();
        var process = Processes.Start(
            Pinning.Gateway, Environment.ProcessPath!, [typeof(BareProxy).Assembly.Location, "proxy", $"{port}", upstream.ToString()]);
        processes.Add(process);
        await Ports.WaitAsync(port);
        return new Target("kestrel", $"http://127.0.0.1:{port}/v1/chat/completions", None, () => Machine.Tree(process.Id));
    }

    private static async Task<Target> PortkeyAsync(Uri upstream, List<Process> processes)
    {
        var port = Ports.Free();
        var process = Processes.Start(
            Pinning.Gateway,
            "node",
            ["--require", Path.Combine(Peers.Folder, "loopback.cjs"), Path.Combine(Peers.PortkeyFolder, "build", "start-server.js"), "--headless", $"--port={port}"],
            redirect: true,
            ("NODE_ENV", "production"));
        processes.Add(process);
        await Ports.WaitAsync(port);
        var headers = new Dictionary<string, string>
        {
            ["Authorization"] = "Bearer bench",
            ["x-portkey-provider"] = "openai",
            ["x-portkey-custom-host"] = new Uri(upstream, "/v1").ToString(),
        };
        return new Target("portkey", $"http://127.0.0.1:{port}/v1/chat/completions", headers, () => Machine.Tree(process.Id));
    }

    private static async Task<Target> BartizanAsync(string[] program, BartizanSetting setting, Uri upstream, string folder, List<Process> processes)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, setting.Name)).FullName;
        var process = Processes.Start(
            Pinning.Gateway,
            program[0],
            [.. program[1..], "up", "--format", "json", "--data", Path.Combine(own, "data"), "--config", setting.Write(own, upstream), "--gateway", "127.0.0.1:0", "--console", "127.0.0.1:0"],
            redirect: true);
        processes.Add(process);
        var ready = JsonDocument.Parse(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("bartizan did not start")).RootElement;
        var headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {ready.GetProperty("key").GetString()}" };
        return new Target(setting.Name, $"{ready.GetProperty("gateway").GetString()!.TrimEnd('/')}/openai/v1/chat/completions", headers, () => Machine.Tree(process.Id));
    }
}

/// <summary>Where peers and the built program stand.</summary>
internal static class Peers
{
    private static readonly string Root = FindRoot();

    public static string Folder => Path.Combine(Root, "bench", "peers");

    public static string PortkeyFolder => Path.Combine(Folder, "node_modules", "@portkey-ai", "gateway");

    public static string Bartizan => Path.Combine(Root, "src", "Bartizan", "bin", "Release", "net10.0", "bartizan.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Bartizan.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Bartizan.slnx was not found above the benchmark.");
        }

        return folder.FullName;
    }
}

/// <summary>Child processes, pinned, and stopped by their own id.</summary>
internal static class Processes
{
    public static Process Start(string cpu, string program, IReadOnlyList<string> arguments, params (string Name, string Value)[] environment) =>
        Start(cpu, program, arguments, redirect: false, environment);

    public static Process Start(string cpu, string program, IReadOnlyList<string> arguments, bool redirect, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("taskset") { RedirectStandardOutput = redirect };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(cpu);
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static async ValueTask StopAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}

/// <summary>Loopback ports.</summary>
internal static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task WaitAsync(int port)
    {
        for (var i = 0; i < 300; i++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        throw new TimeoutException($"Nothing listens on port {port} after 30 s.");
    }
}
