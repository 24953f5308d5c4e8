using System.Text;
using Bartizan.Core.Histories;
using Bartizan.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Histories;

/// <summary>Writes rows of histories inside the writer's transaction. The writer owns it; nobody else may call it.</summary>
internal sealed class HistoryAppender(SqliteConnection connection) : IDisposable
{
    private readonly Statement _put = new(
        connection,
        """
        INSERT INTO history_events (principal, at, agent, action, resource, outcome, labels, sensitivity, arguments, tokens, numbers)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT DO UPDATE SET outcome = excluded.outcome, labels = excluded.labels, sensitivity = excluded.sensitivity, tokens = excluded.tokens
        """);

    /// <summary>Writes a row, over the one of the same principal and time.</summary>
    public void Put(HistoryRow row) => _put
        .BindText(1, Encoding.UTF8.GetBytes(row.Principal)).Bind(2, row.At).BindText(3, Encoding.UTF8.GetBytes(row.Agent)).BindText(4, Encoding.UTF8.GetBytes(row.Action))
        .BindText(5, Encoding.UTF8.GetBytes(row.Resource)).Bind(6, row.Outcome).BindText(7, Encoding.UTF8.GetBytes(row.Labels)).Bind(8, row.Sensitivity)
        .BindText(9, Encoding.UTF8.GetBytes(row.Arguments)).Bind(10, row.Tokens).BindText(11, Encoding.UTF8.GetBytes(row.Numbers))
        .Execute();

    /// <inheritdoc/>
    public void Dispose() => _put.Dispose();
}
