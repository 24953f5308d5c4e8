using Bartizan.Core.Budgets;
using Bartizan.Core.Calibrations;
using Bartizan.Core.Content;
using Bartizan.Core.Credentials;
using Bartizan.Core.Databases;
using Bartizan.Core.Elevation;
using Bartizan.Core.Events;
using Bartizan.Core.Histories;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Backchannel;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Ids;
using Bartizan.Core.KillSwitches;
using Bartizan.Core.Masking;
using Bartizan.Core.Policies;
using Bartizan.Core.Results;
using Bartizan.Core.Sensitivities;
using Bartizan.Core.Signals;
using Bartizan.Core.Tools;
using Bartizan.Storage.Access;
using Bartizan.Storage.Accounts;
using Bartizan.Storage.Agents;
using Bartizan.Storage.Budgets;
using Bartizan.Storage.Calibrations;
using Bartizan.Storage.Credentials;
using Bartizan.Storage.Databases;
using Bartizan.Storage.Events;
using Bartizan.Storage.Exchanges;
using Bartizan.Storage.Histories;
using Bartizan.Storage.Identity;
using Bartizan.Storage.Instances;
using Bartizan.Storage.Keys;
using Bartizan.Storage.Keys.Sealing;
using Bartizan.Storage.KillSwitches;
using Bartizan.Storage.Ledgers;
using Bartizan.Storage.Masking;
using Bartizan.Storage.Policies;
using Bartizan.Storage.Registry;
using Bartizan.Storage.Reviews;
using Bartizan.Storage.Sensitivities;
using Bartizan.Storage.Signals;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Tools;
using Bartizan.Storage.Writing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage;

/// <summary>The embedded store of one data folder: the only door to everything that Bartizan keeps.</summary>
public sealed class BartizanStore : IAsyncDisposable
{
    private readonly Stack<IDisposable> _parts;
    private readonly StoreWriter _writer;
    private readonly EventFanOut _fanOut;
    private readonly ExchangeProjector _projector;
    private readonly StoreUpkeep _upkeep;

    private BartizanStore(StoreOptions options, TimeProvider clock, IIdSource ids, Stack<IDisposable> parts)
    {
        _parts = parts;
        var folder = new DataFolder(options.DataFolder);
        folder.Create();
        if (options.Serve)
        {
            _parts.Push(FolderLock.Take(folder));
        }

        var keys = new KeyFolder(folder.Keys);
        var database = Keep(new Database(folder.Database));
        var connection = Keep(database.OpenWriter(options.Durability == Durability.Full ? "FULL" : "NORMAL"));
        Migrations.Apply(connection, "Store", folder.Database);
        var signer = Keep(new CheckpointSigner(Origin(connection, ids), keys.GetOrCreate("ledger.pem", CheckpointSigner.NewKey)));
        LedgerGuard.Require(connection, signer.Key);
        var dataKeys = new DataKeys(database, keys);
        dataKeys.EnsureFirst(connection, clock.GetUtcNow());
        if (options.Serve)
        {
            dataKeys.Require();
        }

        var views = Keep(new Database(folder.Views));
        var viewWriter = Keep(views.OpenWriter("NORMAL"));
        Migrations.Apply(viewWriter, "Views", folder.Views);

        var recent = options.Serve ? new RecentExchanges() : null;
        _fanOut = new EventFanOut(recent is null ? null : recent.Add);
        _writer = new StoreWriter(connection, signer, _fanOut, options);
        Events = new SqliteEventLog(_writer, database, _fanOut);
        Cursors = new SqliteEventCursors(_writer, database);
        Agents = new SqliteAgentStore(_writer, database, ids);
        Registry = new SqliteRegistryStore(_writer, database, ids);
        Instances = new SqliteInstanceStore(_writer, database, ids);
        Reviews = new SqliteReviewStore(_writer, database, ids);
        Shadows = new SqliteShadowStore(_writer, database);
        Budgets = new SqliteBudgetStore(_writer, database);
        ToolPins = new SqliteToolPinStore(_writer, database, ids);
        Histories = new SqliteHistoryStore(_writer, database);
        Calibrations = new SqliteCalibrationStore(_writer, database, ids);
        Marks = new SqliteExchangeMarkStore(_writer, database, ids);
        EnforcedPolicies = new SqliteEnforcedPolicyStore(_writer, database, ids);
        Standing = new SqliteStandingStore(_writer, database, ids);
        Ledger = new Ledger(_writer, database, signer.Key);
        Exchanges = new ExchangeQueries(database, views);
        AccessKeys = new AccessKeySecrets(keys.GetOrCreateSecret("access.key"));
        var content = new ContentSealer(keys.GetOrCreateSecret("digest.key"), keys.GetOrCreateSecret("content.key"), dataKeys);
        Content = content;
        Console = new ConsoleStore(_writer, database, content, ids, clock);
        Signals = new SqliteSignalInbox(_writer, database, Console, ids, clock);
        Sealing = new SealingKeys(_writer, dataKeys, keys, ids);
        Secrets = new SqliteSecretStore(_writer, database, content, ids);
        Accounts = new SqliteAccountStore(_writer, database, content, ids);
        var identity = Keep(new SqliteIdentityStore(_writer, database, content, ids));
        (Identity, Consents, Mandates, LinkedPeople, Backchannel) = (identity, identity, identity, identity, identity);
        SignalStreams = new SqliteSignalStreams(_writer, database, content, ids, clock);
        DatabaseLogins = new SqliteDatabaseLoginStore(_writer, database, ids);
        Access = new SqliteAccessStore(_writer, database, Exchanges, content, ids);
        var masking = new SqliteMaskingStore(_writer, database, content, clock);
        Masking = masking;
        var sensitivities = new SqliteSensitivityStore(_writer, database, clock);
        Sensitivities = sensitivities;
        _projector = Keep(new ExchangeProjector(viewWriter, Events, recent, signer.Key.Name));
        _upkeep = new StoreUpkeep(_writer, _projector, masking, sensitivities, Keep(database.OpenWriter("NORMAL")), options, clock);
    }

    /// <summary>The event log; each event is also a ledger entry.</summary>
    public IEventLog Events { get; }

    /// <summary>How far readers that must miss nothing have read the log.</summary>
    public IEventCursors Cursors { get; }

    /// <summary>The agents.</summary>
    public IAgentStore Agents { get; }

    /// <summary>Blueprints, and what bears on whether agents may work.</summary>
    public IRegistryStore Registry { get; }

    /// <summary>Runs of agents, and the secrets that let them begin.</summary>
    public IInstanceStore Instances { get; }

    /// <summary>Reviews of authority, and proposals to narrow it.</summary>
    public IReviewStore Reviews { get; }

    /// <summary>Callers that are not declared.</summary>
    public IShadowStore Shadows { get; }

    /// <summary>What the authorization server keeps.</summary>
    public IIdentityStore Identity { get; }

    /// <summary>Logins that may be at databases.</summary>
    public IDatabaseLoginStore DatabaseLogins { get; }

    /// <summary>Kill switches.</summary>
    public IStandingStore Standing { get; }

    /// <summary>What people let agents do for them.</summary>
    public IConsentStore Consents { get; }

    /// <summary>What clients ask people for without a browser.</summary>
    public IBackchannelStore Backchannel { get; }

    /// <summary>Mandates that were given.</summary>
    public IMandateStore Mandates { get; }

    /// <summary>People whom identity providers vouch for.</summary>
    public ILinkedPeople LinkedPeople { get; }

    /// <summary>Access requests, approvals and grants.</summary>
    public IAccessStore Access { get; }

    /// <summary>What budgets have spent.</summary>
    public IBudgetStore Budgets { get; }

    /// <summary>What was approved of MCP servers' tools.</summary>
    public IToolPinStore ToolPins { get; }

    /// <summary>Decisions that policies may ask about later.</summary>
    public IHistoryStore Histories { get; }

    /// <summary>Thresholds of the injection model that were set here.</summary>
    public ICalibrationStore Calibrations { get; }

    /// <summary>What people said of exchanges.</summary>
    public IExchangeMarkStore Marks { get; }

    /// <summary>Which policies were put in force, where new ones are tried first.</summary>
    public IEnforcedPolicyStore EnforcedPolicies { get; }

    /// <summary>Checkpoints and proofs.</summary>
    public Ledger Ledger { get; }

    /// <summary>What the console asks of exchanges.</summary>
    public ExchangeQueries Exchanges { get; }

    /// <summary>The console's accounts, sessions and sign-in tokens.</summary>
    public ConsoleStore Console { get; }

    /// <summary>What other parties signalled.</summary>
    public ISignalInbox Signals { get; }

    /// <summary>By what others learn what ended here.</summary>
    public ISignalStreams SignalStreams { get; }

    /// <summary>Derives the secrets of agents' access keys.</summary>
    public IAccessKeySecrets AccessKeys { get; }

    /// <summary>Values that were replaced by tokens, session by session.</summary>
    public IMaskingStore Masking { get; }

    /// <summary>The highest sensitivity label of each session.</summary>
    public ISensitivityStore Sensitivities { get; }

    /// <summary>The keys that seal what the store keeps.</summary>
    public SealingKeys Sealing { get; }

    /// <summary>Upstream secrets.</summary>
    public ISecretStore Secrets { get; }

    /// <summary>People's connections with other servers.</summary>
    public IAccountStore Accounts { get; }

    /// <summary>Digests and seals text.</summary>
    public IContentProtector Content { get; }

    /// <summary>
    /// Opens or creates the store. Throws <see cref="InputException"/> when the folder is already served, the system's SQLite is too old,
    /// a key file is open to others, or the ledger no longer fits its last signed checkpoint.
    /// </summary>
    public static Task<BartizanStore> OpenAsync(StoreOptions options, TimeProvider clock, IIdSource ids, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var parts = new Stack<IDisposable>();
            try
            {
                return new BartizanStore(options, clock, ids, parts);
            }
            catch
            {
                Release(parts);
                throw;
            }
        },
        cancellationToken);

    /// <summary>Whether a Bartizan serves a folder at this moment.</summary>
    public static bool IsServed(string dataFolder) => FolderLock.IsHeld(new DataFolder(dataFolder));

    /// <summary>Takes the log into the console's views now, instead of within half a second; returns how many events it took in.</summary>
    public Task<long> ProjectAsync(CancellationToken cancellationToken) => _upkeep.ProjectAsync(cancellationToken);

    /// <summary>Commits what waits, signs a last checkpoint, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _upkeep.DisposeAsync();
        await _writer.DisposeAsync();
        _fanOut.Close();
        Release(_parts);
    }

    private static void Release(Stack<IDisposable> parts)
    {
        while (parts.TryPop(out var part))
        {
            part.Dispose();
        }
    }

    private static string Origin(SqliteConnection connection, IIdSource ids)
    {
        connection.Execute(
            "INSERT INTO meta (name, value) VALUES ('origin', @origin) ON CONFLICT (name) DO NOTHING",
            new { origin = "bartizan.local/" + ids.NewId("ledger") });
        return connection.ExecuteScalar<string>("SELECT value FROM meta WHERE name = 'origin'")!;
    }

    private T Keep<T>(T part)
        where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }
}
