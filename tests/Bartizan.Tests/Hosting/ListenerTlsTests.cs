using System.Security.Cryptography.X509Certificates;
using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Hosting;
using Bartizan.Testing;

namespace Bartizan.Tests.Hosting;

/// <summary>The files of the listener's TLS, taken anew when they change.</summary>
public sealed class ListenerTlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bartizan-tls-");
    private readonly TestAuthority _root = new();

    private string Certificate => Path.Combine(_folder.FullName, "site.pem");

    private string Key => Path.Combine(_folder.FullName, "site.key");

    private string Authorities => Path.Combine(_folder.FullName, "clients.pem");

    public void Dispose()
    {
        _root.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_stands_in_the_files_counts_and_not_when_they_were_written()
    {
        await using var tls = Load(2030);
        Assert.Equal(2030, tls.Ends.UtcDateTime.Year);
        Assert.False(tls.Refresh());
        File.SetLastWriteTimeUtc(Certificate, new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.False(tls.Refresh());
        Write(2031);
        File.SetLastWriteTimeUtc(Certificate, DateTime.UnixEpoch);
        Assert.True(tls.Refresh());
        Assert.Equal((2031, false), (tls.Ends.UtcDateTime.Year, tls.Refresh()));
    }

    [Fact]
    public async Task A_pair_that_is_written_half_stays_out_until_it_is_whole_and_is_told_once()
    {
        await using var tls = Load(2030);
        var authorities = tls.Clients!.Current;
        var old = await File.ReadAllTextAsync(Key);
        Write(2031);
        using var next = new TestAuthority(name: "Next root");
        await File.WriteAllTextAsync(Authorities, next.Pem);
        var key = await File.ReadAllTextAsync(Key);
        await File.WriteAllTextAsync(Key, old);
        Assert.Contains("gateway.tls.certificate: ", Assert.Throws<InputException>(() => tls.Refresh()).Message, StringComparison.Ordinal);
        Assert.False(tls.Refresh());
        // All three or none.
        Assert.Equal((2030, authorities), (tls.Ends.UtcDateTime.Year, tls.Clients.Current));
        await File.WriteAllTextAsync(Key, key);
        Assert.True(tls.Refresh());
        Assert.Equal(2031, tls.Ends.UtcDateTime.Year);
        Assert.NotSame(authorities, tls.Clients.Current);
    }

    [Fact]
    public async Task Whatever_is_wrong_what_was_in_force_stays_and_what_was_right_again_is_taken_again()
    {
        await using var tls = Load(2030);
        var authorities = tls.Clients!.Current;
        foreach (var (file, broken, setting) in new[]
        {
            (Certificate, "nothing", "gateway.tls.certificate"), (Certificate, "", "gateway.tls.certificate"), (Key, "nothing", "gateway.tls.certificate"), (Authorities, "nothing", "gateway.tls.clientAuthorities"),
            (Authorities, await File.ReadAllTextAsync(Certificate), "gateway.tls.clientAuthorities"), (Certificate, null, "gateway.tls.certificate"), (Key, null, "gateway.tls.key"), (Authorities, null, "gateway.tls.clientAuthorities"),
        })
        {
            var good = await File.ReadAllTextAsync(file);
            if (broken is null)
            {
                File.Move(file, file + ".away");
            }
            else
            {
                await File.WriteAllTextAsync(file, broken);
            }

            Assert.Contains(setting + ": ", Assert.Throws<InputException>(() => tls.Refresh()).Message, StringComparison.Ordinal);
            Assert.False(tls.Refresh());
            Assert.Equal((2030, authorities), (tls.Ends.UtcDateTime.Year, tls.Clients.Current));
            if (broken is null)
            {
                File.Move(file + ".away", file);
            }
            else
            {
                await File.WriteAllTextAsync(file, good);
            }

            Assert.True(tls.Refresh());
            authorities = tls.Clients.Current;
        }
    }

    [LinuxFact]
    public async Task A_key_that_others_may_read_is_never_taken_and_a_link_is_what_it_leads_to()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // As Kubernetes keeps secrets: files are links, and what they lead to is replaced whole.
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "1"));
        await using var tls = Load(2030);
        File.Move(Key, Path.Combine(_folder.FullName, "1", "key"));
        File.CreateSymbolicLink(Key, Path.Combine(_folder.FullName, "1", "key"));
        Assert.False(tls.Refresh());
        Write(2031);
        Assert.True(tls.Refresh());
        foreach (var mode in new[] { UnixFileMode.GroupRead, UnixFileMode.OtherRead, UnixFileMode.GroupWrite, UnixFileMode.OtherWrite })
        {
            Write(2032);
            File.SetUnixFileMode(Path.Combine(_folder.FullName, "1", "key"), UnixFileMode.UserRead | mode);
            Assert.Contains("gateway.tls.key: The key file is open to other users.", Assert.Throws<InputException>(() => tls.Refresh()).Message, StringComparison.Ordinal);
            Assert.Equal(2031, tls.Ends.UtcDateTime.Year);
            File.SetUnixFileMode(Path.Combine(_folder.FullName, "1", "key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Write(2031);
            Assert.True(tls.Refresh());
        }
    }

    private ListenerTls Load(int year)
    {
        Write(year);
        File.WriteAllText(Authorities, _root.Pem);
        return ListenerTls.Load(new TlsOptions { Certificate = Certificate, Key = Key, ClientAuthorities = Authorities }, new SettingPlaces("bartizan.yaml"));
    }

    private void Write(int year)
    {
        using var certificate = _root.Issue(usage: TestAuthority.ForServers, loopback: true, to: year);
        File.WriteAllText(Key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
    }
}
