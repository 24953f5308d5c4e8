using Bartizan.Guard.Injection.Calibrating;

namespace Bartizan.Gateway.Calibrating;

/// <summary>What recorded traffic says of the thresholds, and which it proposes. A function of the log, the marks and the request.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Model">The model whose scores these are.</param>
/// <param name="Exchanges">Exchanges taken in.</param>
/// <param name="OtherModels">Exchanges left out because another model scored them, or none did.</param>
/// <param name="UpTo">Position of the last event read.</param>
/// <param name="Systems">Systems seen in the traffic.</param>
/// <param name="IsFull">Whether there were more texts than are compared.</param>
/// <param name="Channels">The user channel and the data channel.</param>
public sealed record CalibrationReport(
    CalibrationRequest Request, string Model, long Exchanges, long OtherModels, long UpTo, IReadOnlyCollection<string> Systems, bool IsFull, IReadOnlyList<ChannelReport> Channels);
