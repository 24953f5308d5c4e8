using System.Net;
using System.Net.Sockets;

namespace Bartizan.EndToEnd.Signals;

/// <summary>Somebody to whom signals are pushed, who answers as a test says. Its port stays its own while it is closed.</summary>
internal sealed class SignalReceiver : IDisposable
{
    public const string Authorization = "Token the-receivers-secret";

    private readonly List<string> _tokens = [];
    private HttpListener? _http;

    public SignalReceiver()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/in");
    }

    public Uri Address { get; }

    public HttpStatusCode Answer { get; set; } = HttpStatusCode.Accepted;

    /// <summary>Requests with a right header, whatever the answer.</summary>
    public int Asked { get; private set; }

    /// <summary>What was taken.</summary>
    public IReadOnlyList<string> Tokens
    {
        get
        {
            lock (_tokens)
            {
                return [.. _tokens];
            }
        }
    }

    public void Open()
    {
        _http = new HttpListener();
        _http.Prefixes.Add(Address.GetLeftPart(UriPartial.Authority) + "/");
        _http.Start();
        _ = ServeAsync(_http);
    }

    public void Dispose() => _http?.Close();

    private async Task ServeAsync(HttpListener http)
    {
        try
        {
            while (true)
            {
                var context = await http.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var token = await reader.ReadToEndAsync();
                var right = context.Request.Headers["Authorization"] == Authorization && context.Request.ContentType == "application/secevent+jwt";
                Asked += right ? 1 : 0;
                if (right && Answer == HttpStatusCode.Accepted)
                {
                    lock (_tokens)
                    {
                        _tokens.Add(token);
                    }
                }

                context.Response.StatusCode = right ? (int)Answer : 400;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
