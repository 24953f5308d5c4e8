using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Events;

namespace Bartizan.Respond.Notices;

/// <summary>What people are told because something waits for one of them, and where to do it.</summary>
/// <param name="Kind">The kind of the event behind it.</param>
/// <param name="Link">The console's page of it; null without a console.</param>
internal abstract record Notice(string Kind, Uri? Link)
{
    /// <summary>What it is about, as a heading.</summary>
    public abstract string Title { get; }

    /// <summary>The same as a sentence.</summary>
    public abstract string Text { get; }

    /// <summary>What else they should know, by name.</summary>
    public abstract IEnumerable<(string Name, string Value)> Facts { get; }

    /// <summary>The notice of an event; null for an event that nobody waits for, and where it is too late.</summary>
    public static Notice? Of(EventRecord told, Uri? console, DateTimeOffset now) => told.Kind switch
    {
        AccessNotice.Requested => AccessNotice.Of(told, console, now),
        ReviewNotice.Waiting or ReviewNotice.DueSoon => ReviewNotice.Of(told, console, now),
        _ => null,
    };

    /// <summary>Writes its facts, for a service.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>A time as people read it.</summary>
    protected static string Shown(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Writes the link, where there is one.</summary>
    protected void WriteLink(Utf8JsonWriter json)
    {
        if (Link is { } link)
        {
            json.WriteString("link", link.AbsoluteUri);
        }
    }
}
