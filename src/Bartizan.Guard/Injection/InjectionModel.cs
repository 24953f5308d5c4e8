using System.Reflection;
using Bartizan.Guard.Injection.Scoring;
using Bartizan.Guard.Injection.Training;

namespace Bartizan.Guard.Injection;

/// <summary>
/// A hashed n-gram model of prompt injection: linear heads over words and pairs of words, one pair of heads for what users say and one
/// head for data. Immutable and thread-safe; scoring allocates nothing.
/// </summary>
public sealed class InjectionModel
{
    /// <summary>What share of a user text's blended log-odds the whole text has; the rest is its best window's.</summary>
    internal const double WholeShare = 0.7;

    private const string Resource = "injection.btzm";

    private static readonly Lazy<InjectionModel> Default = new(ReadResource);

    private readonly short[] _user;
    private readonly sbyte[] _data;
    private readonly int _shift;

    internal InjectionModel(InjectionModelHeader header, ReadOnlySpan<sbyte> userWhole, ReadOnlySpan<sbyte> userWindow, sbyte[] dataWindow, string digest)
    {
        Header = header;
        Digest = digest;
        _user = PairedWeights.Pair(userWhole, userWindow);
        _data = dataWindow;
        _shift = 64 - header.TableBits;
    }

    private InjectionModel(InjectionModel other, InjectionModelHeader header)
    {
        Header = header;
        (Digest, _user, _data, _shift) = (other.Digest, other._user, other._data, other._shift);
    }

    /// <summary>What the model says of itself.</summary>
    public InjectionModelHeader Header { get; }

    /// <summary>SHA-256 of the model file, lower-case hex.</summary>
    public string Digest { get; }

    /// <summary>Version and the first eight digits of the digest, as findings name it.</summary>
    public string Name => $"{Header.Version}-{Digest.AsSpan(0, 8)}";

    /// <summary>The model that ships with Bartizan, read and checked once.</summary>
    public static InjectionModel LoadDefault() => Default.Value;

    /// <summary>Reads a model file, checking its form, its sizes and its digest.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, cut off or no model; the message says where.</exception>
    public static InjectionModel Read(ReadOnlySpan<byte> file) => InjectionModelFile.Read(file);

    /// <summary>Log-odds that normalised text is an attack in this channel; negative infinity when it has fewer than three words.</summary>
    public double LogOdds(ReadOnlySpan<char> text, InjectionChannel channel)
    {
        var scores = Scores(text, channel);
        return Math.Max(scores.Blend, scores.Window);
    }

    /// <summary>The probability for log-odds, 0 to 1.</summary>
    public static double Probability(double logOdds) => Logistic.Of(logOdds);

    /// <summary>The log-odds of a probability.</summary>
    internal static double LogOddsOf(double probability) => Math.Log(probability / (1 - probability));

    /// <summary>The thresholds of a channel.</summary>
    public InjectionThresholds Thresholds(InjectionChannel channel) => channel == InjectionChannel.User ? Header.User : Header.Data;

    /// <summary>The same weights with other thresholds in one channel; shares all memory.</summary>
    public InjectionModel With(InjectionChannel channel, InjectionThresholds thresholds) =>
        new(this, channel == InjectionChannel.User ? Header with { User = thresholds } : Header with { Data = thresholds });

    /// <summary>
    /// The log-odds a text is judged by. In the data channel that is its best window. In the user channel a text is judged as a whole with
    /// its best window beside it, and by the window alone (less a margin), so that a page around an attack cannot dilute it.
    /// </summary>
    internal ChannelScores Scores(ReadOnlySpan<char> text, InjectionChannel channel)
    {
        if (channel == InjectionChannel.Data)
        {
            var data = WindowScorer<WindowWeights>.Score(text, new WindowWeights(_data, _shift));
            return new ChannelScores(double.NegativeInfinity, ToLogOdds(Header.DataWindow, data.Window));
        }

        var user = WindowScorer<PairedWeights>.Score(text, new PairedWeights(_user, _shift));
        if (float.IsNegativeInfinity(user.Window))
            return ChannelScores.None;
        var window = ToLogOdds(Header.UserWindow, user.Window);
        var blend = (WholeShare * ToLogOdds(Header.UserWhole, user.Whole)) + ((1 - WholeShare) * window);
        return new ChannelScores(blend, window + Header.UserWindowAlone);
    }

    /// <summary>A feature's quantised weight in a head.</summary>
    internal int Weight(ulong feature, InjectionChannel channel, bool whole)
    {
        var index = (int)(feature >> _shift);
        if (channel == InjectionChannel.Data)
            return _data[index];
        return whole ? (sbyte)_user[index] : _user[index] >> 8;
    }

    /// <summary>The three tables, in the order of the file.</summary>
    internal (sbyte[] UserWhole, sbyte[] UserWindow, sbyte[] DataWindow) Tables() =>
        ([.. _user.Select(pair => (sbyte)pair)], [.. _user.Select(pair => (sbyte)(pair >> 8))], _data);

    private static double ToLogOdds(InjectionHead head, double raw) => (head.Scale * raw) + head.Bias;

    private static InjectionModel ReadResource()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not embedded in this build: train one with `bartizan guard train`.");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return Read(file);
    }
}
