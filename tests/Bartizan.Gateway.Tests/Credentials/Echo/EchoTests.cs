using System.Text;
using Bartizan.Gateway.Credentials.Echo;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Gateway.Tests.Credentials.Echo;

/// <summary>A secret that comes back is masked in every form, and where the network cuts the answer changes nothing.</summary>
public sealed class EchoTests
{
    private const string Secret = "sk-Canary/9+x\"y\\z%41==";

    private static readonly EchoPattern Pattern = EchoPattern.Of(Secret)!;

    public static TheoryData<string> Forms()
    {
        var bytes = Encoding.UTF8.GetBytes(Secret);
        var json = System.Text.Json.JsonSerializer.Serialize(Secret)[1..^1];
        return
        [
            Secret,
            json,
            System.Text.Json.JsonSerializer.Serialize(json)[1..^1],
            string.Concat(Secret.Select(c => $"\\u{(int)c:x4}")),
            string.Concat(Secret.Select(c => $"\\u{(int)c:X4}")),
            string.Concat(Secret.Select(c => $"\\\\u{(int)c:x4}")),
            Secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal),
            Uri.EscapeDataString(Secret),
            Uri.EscapeDataString(Uri.EscapeDataString(Secret)),
            string.Concat(bytes.Select(b => $"%{b:x2}")),
            Convert.ToHexString(bytes),
            Convert.ToHexStringLower(bytes),
            Convert.ToBase64String(bytes),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("Bearer " + Secret)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("u:" + Secret + " and more")),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("abc" + Secret + "x")),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("ab" + Secret)).Replace('+', '-').Replace('/', '_'),
            System.Text.Json.JsonSerializer.Serialize(Convert.ToBase64String(Encoding.UTF8.GetBytes("a" + Secret)))[1..^1],
            Uri.EscapeDataString(Convert.ToBase64String(bytes)),
        ];
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void It_is_masked_in_every_form_and_what_stands_around_stays(string form)
    {
        var text = Encoding.UTF8.GetBytes($"{{\"a\":\"before {form} after\"}}");
        var length = text.Length;
        Assert.Equal(length, Pattern.Apply(text, final: true, out var found));
        Assert.Equal(1, found);
        var masked = Encoding.UTF8.GetString(text);
        Assert.StartsWith("{\"a\":\"before ", masked, StringComparison.Ordinal);
        Assert.EndsWith(" after\"}", masked, StringComparison.Ordinal);
        // Of base64, one character at each end says something of the neighbours too, and stays.
        Assert.True(masked.Count(c => c == '*') > form.Length / 2, masked);
        Assert.False(Pattern.IsIn(masked));
        Assert.True(Pattern.IsIn(form));
    }

    [Fact]
    public void Wherever_an_answer_is_cut_the_same_comes_out()
    {
        var forms = ((IEnumerable<object[]>)Forms()).Select(row => (string)row[0]).ToArray();
        var pieces = Gen.OneOf(
            Gen.Elements(forms),
            Gen.Elements("{\"x\":1}", "data: ", "\n\n", "sk-Canary/9", "\\", "%", "\\u00", "%2", "73", "s", "c2st", "plain text ", "\\\\\\\\"));
        var law = Prop.ForAll(
            Gen.Zip(pieces.ListOf(6), Gen.Choose(1, 40).ListOf(12)).ToArbitrary(),
            (Action<(List<string>, List<int>)>)(run =>
            {
                var (parts, cuts) = run;
                var whole = Encoding.UTF8.GetBytes(string.Concat(parts));
                var expected = whole.ToArray();
                Pattern.Apply(expected, final: true, out var found);
                var tells = 0;
                using var stream = new EchoStream(new CutStream(whole, cuts), Pattern, () =>
                {
                    tells++;
                    return ValueTask.CompletedTask;
                });
                Assert.Equal(Encoding.UTF8.GetString(expected), ReadAll(stream, cuts));
                Assert.Equal(found > 0 ? 1 : 0, tells);
            }));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), law);
    }

    [Fact]
    public void Text_that_cannot_become_the_secret_does_not_wait()
    {
        var text = "data: {\"delta\":\"hello\"}\n\n"u8.ToArray();
        Assert.Equal(text.Length, Pattern.Apply(text, final: false, out _));
        var begun = "data: sk-Can"u8.ToArray();
        Assert.Equal(6, Pattern.Apply(begun, final: false, out _));
        Assert.Equal(begun.Length, Pattern.Apply(begun, final: true, out var found));
        Assert.Equal(0, found);
    }

    [Fact]
    public async Task Reading_nothing_waits_for_something_and_gives_nothing()
    {
        using var stream = new EchoStream(new CutStream("some text"u8.ToArray(), [4]), Pattern, () => ValueTask.CompletedTask);
        Assert.Equal(0, await stream.ReadAsync(Memory<byte>.Empty));
        Assert.Equal("some text", ReadAll(stream, [3]));
    }

    [Fact]
    public void A_long_secret_that_almost_stands_there_again_and_again_is_found_at_last()
    {
        var secret = string.Concat(Enumerable.Range(0, 400).Select(i => (char)('a' + (i * 7 % 26))));
        var pattern = EchoPattern.Of(secret)!;
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(secret[..^1] + "!", 200)) + string.Concat(secret.Select(c => $"\\u{(int)c:x4}")));
        using var stream = new EchoStream(new CutStream(text, [16_384, 1, 4_095]), pattern, () => ValueTask.CompletedTask);
        Assert.EndsWith(new string('*', 2_400), ReadAll(stream, [512]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("%25")]
    [InlineData("\\u00")]
    [InlineData("s")]
    public void Text_that_begins_like_an_escape_for_ever_is_let_through_as_it_is(string unit)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, 1 << 18)));
        var expected = text.ToArray();
        Assert.True(Pattern.Apply(text, final: false, out var found) > text.Length - 64);
        Assert.Equal(0, found);
        Assert.True(text.AsSpan().SequenceEqual(expected));
    }

    [Fact]
    public void Too_short_a_secret_has_no_pattern() => Assert.Null(EchoPattern.Of("1234567"));

    private static string ReadAll(EchoStream stream, List<int> sizes)
    {
        var all = new List<byte>();
        var buffer = new byte[64];
        for (var i = 0; ; i++)
        {
            var read = stream.Read(buffer, 0, Math.Min(buffer.Length, sizes[i % sizes.Count]));
            if (read == 0)
            {
                return Encoding.UTF8.GetString([.. all]);
            }

            all.AddRange(buffer.AsSpan(0, read));
        }
    }

    /// <summary>Gives bytes in pieces of given sizes.</summary>
    private sealed class CutStream(byte[] bytes, List<int> cuts) : MemoryStream(bytes)
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            buffer.IsEmpty ? new(0) : base.ReadAsync(buffer[..Math.Min(buffer.Length, cuts[_next++ % cuts.Count])], cancellationToken);
    }
}
