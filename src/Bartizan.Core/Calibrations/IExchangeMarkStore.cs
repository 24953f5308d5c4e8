namespace Bartizan.Core.Calibrations;

/// <summary>Keeps what people said of exchanges. Each mark is one ledger entry.</summary>
public interface IExchangeMarkStore
{
    /// <summary>All marks, by exchange.</summary>
    ValueTask<IReadOnlyList<ExchangeMark>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The mark of one exchange; null when nobody said anything.</summary>
    ValueTask<ExchangeMark?> FindAsync(string exchange, CancellationToken cancellationToken);

    /// <summary>Marks an exchange, in the place of an earlier mark; false when no such exchange is recorded.</summary>
    ValueTask<bool> MarkAsync(ExchangeMark mark, CancellationToken cancellationToken);
}
