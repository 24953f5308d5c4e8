using System.Buffers;
using System.Text.Json;
using Bartizan.Identity.Accounts;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Tests.Accounts;

public sealed class ClientDocumentTests
{
    [Theory]
    [InlineData("https://console.example", "https://console.example/api/connected-accounts/client.json")]
    [InlineData("http://127.0.0.1:4181", null)]
    [InlineData("https://localhost:4181", null)]
    public void Only_what_others_can_read_by_https_is_an_introduction(string console, string? id) => Assert.Equal(id, new ClientDocument(new Uri(console)).Id);

    [Fact]
    public void It_says_where_people_come_back_to_and_holds_no_secret()
    {
        var document = new ClientDocument(new Uri("https://console.example"));
        var bytes = new ArrayBufferWriter<byte>();
        document.Write(bytes, document.Id, "none");
        var json = JsonDocument.Parse(bytes.WrittenMemory).RootElement;
        Assert.Equal((document.Id, "https://console.example/accounts/callback", "none"), (json.GetProperty("client_id").GetString(), json.GetProperty("redirect_uris")[0].GetString(), json.GetProperty("token_endpoint_auth_method").GetString()));
        Assert.False(json.TryGetProperty("client_secret", out _));
    }

    [Fact]
    public async Task Where_documents_are_taken_nothing_is_registered()
    {
        await using var realm = await AccountRealm.CreateAsync();
        using var servers = new OutsideServers(realm.Clock);
        using var fetcher = new GuardedFetcher([]);
        var clients = new OutsideClients(realm.Store.Accounts, servers, new ClientDocument(new Uri("https://console.example")), realm.Clock);
        var server = realm.All[0] with { ClientId = null, ClientSecret = null };
        var taking = IssuerDocument.Read("""{"issuer":"https://a.example","client_id_metadata_document_supported":true,"registration_endpoint":"https://a.example/r"}"""u8, "https://a.example", fetcher.Takes)!;
        var client = await clients.FindAsync(server, taking, register: true, default);
        Assert.Equal((true, "https://console.example/api/connected-accounts/client.json"), (client!.IsPublic, client.Id));
        // One who takes neither gives no client, and configuration comes before both.
        var other = IssuerDocument.Read("""{"issuer":"https://a.example"}"""u8, "https://a.example", fetcher.Takes)!;
        Assert.Null(await clients.FindAsync(server, other, register: true, default));
        Assert.Equal("bartizan", (await clients.FindAsync(realm.All[0], taking, register: true, default))!.Id);
    }
}
