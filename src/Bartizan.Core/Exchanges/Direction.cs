namespace Bartizan.Core.Exchanges;

/// <summary>Which way a message of an exchange travels.</summary>
public enum Direction
{
    /// <summary>From the client to the model.</summary>
    Request,

    /// <summary>From the model to the client.</summary>
    Response,
}
