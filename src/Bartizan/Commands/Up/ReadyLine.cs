using System.Text;
using System.Text.Json;
using Bartizan.Hosting;

namespace Bartizan.Commands.Up;

/// <summary>One line of JSON that says where everything is, for programs that start Bartizan.</summary>
internal static class ReadyLine
{
    public static string Json(Running running)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("gateway", running.Gateway.AbsoluteUri.TrimEnd('/'));
            json.WriteString("console", running.Console?.AbsoluteUri.TrimEnd('/'));
            json.WriteString("signIn", running.SignIn?.AbsoluteUri);
            json.WriteString("key", running.Key);
            json.WriteString("data", running.Data);
            json.WriteBoolean("demo", running.Demo);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
