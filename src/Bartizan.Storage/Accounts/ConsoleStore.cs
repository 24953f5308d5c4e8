using Bartizan.Core.Content;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;

namespace Bartizan.Storage.Accounts;

/// <summary>What the console keeps of people: accounts, sessions and one-time sign-in tokens. Changes to accounts are recorded as events in the same transaction.</summary>
public sealed partial class ConsoleStore
{
    private readonly StoreWriter _writer;
    private readonly Database _database;
    private readonly IContentProtector _content;
    private readonly IIdSource _ids;
    private readonly TimeProvider _clock;

    internal ConsoleStore(StoreWriter writer, Database database, IContentProtector content, IIdSource ids, TimeProvider clock) =>
        (_writer, _database, _content, _ids, _clock) = (writer, database, content, ids, clock);

    private void Record<T>(WriteScope scope, string kind, T fact) => scope.Append(EventFacts.Record(_ids, "console", kind, _clock.GetUtcNow(), fact));
}
