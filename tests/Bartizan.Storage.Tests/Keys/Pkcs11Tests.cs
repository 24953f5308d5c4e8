using System.Diagnostics;
using System.Security.Cryptography;
using Bartizan.Core.Results;
using Bartizan.Storage.Keys.Pkcs11;
using Bartizan.Testing;

namespace Bartizan.Storage.Tests.Keys;

/// <summary>A key-encryption key on a token, here SoftHSM's.</summary>
public sealed class Pkcs11Tests : IDisposable
{
    private const string PinVariable = "BARTIZAN_TEST_TOKEN_PIN";

    private static readonly string? Module = new[]
    {
        "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so",
    }.FirstOrDefault(File.Exists);

    private readonly TestStore _folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(PinVariable, null);
        _folder.Dispose();
    }

    [RequiresFact("apt-get install softhsm2", "softhsm2-util")]
    public async Task Data_keys_are_wrapped_by_a_key_that_never_leaves_its_token()
    {
        var uri = $"pkcs11:token=bartizan-test;object=seal?module-path={Module}&pin-source=env:{PinVariable}";
        await MakeTokenAsync();
        Environment.SetEnvironmentVariable(PinVariable, "4321");
        string text;
        await using (var store = await _folder.OpenAsync())
        {
            text = store.Content.Seal("kind", "place", "a secret");
            Assert.Equal(uri, (await store.Sealing.RotateAsync(uri, "ada", TimeProvider.System.GetUtcNow(), default)).Source);
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Folder, "keys"), "seal-*"));
        await using (var store = await _folder.OpenAsync())
        {
            Assert.Equal("a secret", store.Content.Unseal("kind", "place", text));
        }

        using (var wrapper = new Pkcs11KeyWrapper(Pkcs11Uri.TryParse(uri)!))
        {
            var key = RandomNumberGenerator.GetBytes(32);
            var wrapped = wrapper.Wrap(key, "one");
            Assert.Equal(key, wrapper.Unwrap(wrapped, "one"));
            Assert.Null(wrapper.Unwrap(wrapped, "two"));
            Assert.NotEqual(wrapped, wrapper.Wrap(key, "one"));
        }

        var unknown = Assert.Throws<InputException>(() => new Pkcs11KeyWrapper(Pkcs11Uri.TryParse(uri.Replace("object=seal", "object=other", StringComparison.Ordinal))!));
        Assert.Contains("no AES keys with the label other", unknown.Message, StringComparison.Ordinal);
        var nowhere = Assert.Throws<InputException>(() => new Pkcs11KeyWrapper(Pkcs11Uri.TryParse(uri.Replace("bartizan-test", "lost", StringComparison.Ordinal))!));
        Assert.Contains("There are 0 tokens", nowhere.Message, StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(PinVariable, null);
        var closed = await Assert.ThrowsAsync<InputException>(() => _folder.OpenAsync());
        Assert.Contains($"PIN env:{PinVariable} is not there", closed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pkcs11:token=a;object=b?module-path=/x&pin-value=1234", "The PIN itself")]
    [InlineData("pkcs11:token=a?module-path=/x&pin-source=env:P", "no object")]
    [InlineData("pkcs11:token=a;token=b;object=c?module-path=/x&pin-source=env:P", "each name once")]
    public void What_cannot_be_used_is_said(string text, string said)
    {
        var error = Assert.Throws<InputException>(() => Pkcs11Uri.TryParse(text));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_uri_is_read_with_what_is_percent_encoded_in_it()
    {
        var uri = Pkcs11Uri.TryParse("pkcs11:token=My%20token;object=seal?module-path=/usr/lib/x.so&pin-source=file:/run/pin")!;
        Assert.Equal(("My token", "seal", "/usr/lib/x.so", "file:/run/pin"), (uri.Token, uri.Label, uri.Module, uri.PinSource));
        Assert.Null(Pkcs11Uri.TryParse("env:NAME"));
    }

    private async Task MakeTokenAsync()
    {
        var tokens = Directory.CreateDirectory(Path.Combine(_folder.Folder, "tokens")).FullName;
        var configuration = Path.Combine(_folder.Folder, "softhsm2.conf");
        await File.WriteAllTextAsync(configuration, $"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n");
        // The library reads the real environment, which .NET's own does not change.
        _ = SetVariable("SOFTHSM2_CONF", configuration, 1);
        await RunAsync(configuration, "--init-token", "--free", "--label", "bartizan-test", "--pin", "4321", "--so-pin", "8765");
        var key = Path.Combine(_folder.Folder, "aes.key");
        // The tool reads up to a line's end or a zero, so 32 letters.
        await File.WriteAllTextAsync(key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)));
        await RunAsync(configuration, "--import", key, "--aes", "--token", "bartizan-test", "--label", "seal", "--id", "01", "--pin", "4321");
    }

    private static async Task RunAsync(string configuration, params string[] arguments)
    {
        var start = new ProcessStartInfo("softhsm2-util", arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["SOFTHSM2_CONF"] = configuration;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + await errors);
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "setenv")]
    [System.Runtime.InteropServices.DefaultDllImportSearchPaths(System.Runtime.InteropServices.DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable([System.Runtime.InteropServices.MarshalAs(System.Runtime.InteropServices.UnmanagedType.LPUTF8Str)] string name, [System.Runtime.InteropServices.MarshalAs(System.Runtime.InteropServices.UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
