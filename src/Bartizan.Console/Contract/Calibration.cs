using Bartizan.Guard.Injection;
using Bartizan.Guard.Injection.Calibrating;

namespace Bartizan.Console.Contract;

/// <summary>What recorded traffic says of the injection model's thresholds.</summary>
/// <param name="Model">Version and digest of the model.</param>
/// <param name="System">System it is for; empty for all.</param>
/// <param name="Systems">Systems seen in the traffic.</param>
/// <param name="Budget">Share of benign texts that may be refused, at 95 % confidence.</param>
/// <param name="AnnotateBudget">Share that may become a finding.</param>
/// <param name="Since">Start of the traffic.</param>
/// <param name="UpTo">Position of the last event read: what an application names.</param>
/// <param name="Exchanges">Exchanges read.</param>
/// <param name="OtherModels">Exchanges left out because another model scored them, or none did.</param>
/// <param name="IsPart">Whether there was more traffic than is read here.</param>
/// <param name="Channels">The user channel and the data channel.</param>
public sealed record CalibrationView(
    string Model,
    string System,
    IReadOnlyCollection<string> Systems,
    double Budget,
    double AnnotateBudget,
    DateTimeOffset Since,
    long UpTo,
    long Exchanges,
    long OtherModels,
    bool IsPart,
    IReadOnlyList<ChannelView> Channels);

/// <summary>One channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Rows">Distinct benign texts.</param>
/// <param name="Needed">Benign texts that the budget needs before anything can be promised.</param>
/// <param name="Attacks">Texts of exchanges marked as attacks.</param>
/// <param name="Unreviewed">Texts that were refused for an injection, and that nobody has looked at.</param>
/// <param name="Source">Where the thresholds in force come from.</param>
/// <param name="Calibrated">Whether they were set here, for just this system.</param>
/// <param name="Annotate">The threshold from which a finding is made.</param>
/// <param name="Block">The threshold from which it is certain.</param>
/// <param name="Note">Why nothing is proposed, or what to know of the proposal; empty when there is nothing to say.</param>
/// <param name="Bins">How the scores are spread, each bin a twentieth of the scale.</param>
public sealed record ChannelView(
    InjectionChannel Channel,
    long Rows,
    long Needed,
    long Attacks,
    long Unreviewed,
    string Source,
    bool Calibrated,
    ThresholdView Annotate,
    ThresholdView Block,
    string Note,
    IReadOnlyList<ScoreBin> Bins);

/// <summary>A threshold in force, and as proposed.</summary>
/// <param name="Now">In force.</param>
/// <param name="Proposed">As proposed; null when nothing can be promised.</param>
public sealed record ThresholdView(ThresholdEffect Now, ThresholdEffect? Proposed);

/// <summary>Puts proposed thresholds in force: just those that were looked at.</summary>
/// <param name="System">System it is for; empty for all.</param>
/// <param name="Budget">The budget.</param>
/// <param name="AnnotateBudget">The budget for findings.</param>
/// <param name="Since">Start of the traffic, as the view says it.</param>
/// <param name="UpTo">Position of the last event, as the view says it.</param>
/// <param name="Proposed">The thresholds to block that were looked at, by channel; a conflict when they come out otherwise now.</param>
public sealed record ApplyCalibration(string System, double Budget, double AnnotateBudget, DateTimeOffset Since, long UpTo, IReadOnlyDictionary<string, double> Proposed);

/// <summary>Takes thresholds back.</summary>
/// <param name="System">System they were for; empty for those for all.</param>
public sealed record ClearCalibration(string System);

/// <summary>Says what an exchange was.</summary>
/// <param name="Attack">An attack; else it was benign.</param>
public sealed record MarkExchange(bool Attack);

/// <summary>What a person said of an exchange.</summary>
/// <param name="Attack">Whether it was an attack; else it was benign.</param>
/// <param name="By">Who said so.</param>
/// <param name="At">When.</param>
public sealed record MarkView(bool Attack, string By, DateTimeOffset At);
