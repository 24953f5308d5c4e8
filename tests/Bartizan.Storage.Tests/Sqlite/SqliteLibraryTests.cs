using Bartizan.Core.Results;
using Bartizan.Storage.Sqlite;

namespace Bartizan.Storage.Tests.Sqlite;

public class SqliteLibraryTests
{
    [Fact]
    public void The_systems_library_is_found_and_new_enough() => Assert.True(Version.Parse(SqliteLibrary.Version) >= new Version(3, 37));

    [Fact]
    public void A_library_that_is_too_old_is_refused_with_what_to_do()
    {
        SqliteLibrary.Require(3_037_000, "3.37.0");
        var refusal = Assert.Throws<InputException>(() => SqliteLibrary.Require(3_035_005, "3.35.5"));
        Assert.Contains("SQLite 3.35.5 is too old", refusal.Message, StringComparison.Ordinal);
    }
}
