namespace Bartizan.Storage.Writing;

/// <summary>One thing for the writer to do inside its next transaction.</summary>
internal abstract class WriteItem
{
    /// <summary>Writes. What it throws fails the whole batch, so an item catches what is its own fault.</summary>
    public abstract void Execute(WriteScope scope);

    /// <summary>The transaction is committed: answer.</summary>
    public abstract void Complete();

    /// <summary>The transaction failed: answer with why.</summary>
    public abstract void Fail(Exception reason);
}
