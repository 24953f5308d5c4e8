using System.Text;

namespace Bartizan.Benchmarks.Load;

/// <summary>Chat requests of a given size, in ordinary prose, which begin with a word that the load generator replaces.</summary>
internal static class RequestBody
{
    /// <summary>Stands for a word that each request has of its own, because a guard may remember texts that it has seen.</summary>
    public const string OwnWord = "abcdefgh";

    private const string Prose = "Please read the notes of the meeting below and tell me what was agreed about the delivery dates, who takes which part, and what is still open. ";

    public static byte[] Chat(int bytes, bool stream, string model = "bench")
    {
        var start = $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"system","content":"You are a careful assistant."},{"role":"user","content":" """.TrimEnd();
        const string End = "\"}]}";
        var text = new StringBuilder(bytes).Append(OwnWord).Append(": ");
        while (start.Length + text.Length + End.Length < bytes)
        {
            text.Append(Prose);
        }

        text.Length = Math.Max(1, bytes - start.Length - End.Length);
        return Encoding.UTF8.GetBytes(start + text + End);
    }
}
