namespace Bartizan.Guard.Tests.Arguments;

public class SqlTests
{
    [Theory]
    [InlineData("' OR '1'='1")]
    [InlineData("1 or 1=1")]
    [InlineData("x') or ('a'='a")]
    [InlineData("' oR/**/'x'/**/LiKe/**/'x")]
    [InlineData("' || 1=1 --")]
    [InlineData("' or true--")]
    [InlineData("admin'--")]
    [InlineData("admin' #")]
    [InlineData("x' UNION SELECT username, password FROM users--")]
    [InlineData("1 UNION ALL SELECT NULL,NULL")]
    [InlineData("1 UN/**/ION SEL/**/ECT NULL,NULL")]
    [InlineData("1 /*!50000UNION*/ /*!50000SELECT*/ 1,2")]
    [InlineData("1'; DROP TABLE users; --")]
    [InlineData("1;\n delete  from orders")]
    [InlineData("1' AND SLEEP(5)-- ")]
    [InlineData("1; WAITFOR DELAY '0:0:5'")]
    [InlineData("1 and (select 1 from pg_sleep(5))")]
    [InlineData("'; EXEC xp_cmdshell 'dir'")]
    [InlineData("x' and extractvalue(1,concat(0x7e,version()))")]
    public void Injected_SQL_in_a_value_is_found(string value)
    {
        Assert.Contains("unsafe.sql", ToolArguments.Labels("customer_id", value));
        Assert.Contains("unsafe.sql", ToolArguments.Labels("query", value));
    }

    [Theory]
    [InlineData("SELECT * FROM users WHERE name = '' OR '1'='1'")]
    [InlineData("SELECT * FROM users WHERE name = 'admin'--' AND password = 'x'")]
    [InlineData("SELECT * FROM items WHERE id = 1; DROP TABLE items")]
    [InlineData("SELECT * FROM items WHERE name = 'x'; DELETE FROM items; --'")]
    [InlineData("SELECT a FROM t WHERE b = 'x' UNION SELECT password FROM users -- '")]
    [InlineData("SELECT load_file('/var/lib/x')")]
    [InlineData("SELECT * FROM t INTO OUTFILE '/var/www/a.php'")]
    [InlineData("COPY t FROM PROGRAM 'id'")]
    [InlineData("SELECT pg_sleep(10)")]
    public void Injected_SQL_in_a_statement_is_found(string statement) => Assert.Contains("unsafe.sql", ToolArguments.Labels("sql", statement));

    [Theory]
    [InlineData("SELECT id, name FROM users WHERE active = 1 AND created > '2026-01-01' ORDER BY name LIMIT 10")]
    [InlineData("SELECT a FROM t1 UNION ALL SELECT a FROM t2 -- both")]
    [InlineData("SELECT * FROM t WHERE 1=1 AND b = 'it''s'")]
    [InlineData("BEGIN; DELETE FROM carts WHERE age > 90; UPDATE users SET n = 0; COMMIT;")]
    [InlineData("WITH x AS (SELECT 1) SELECT * FROM x -- 'quoted' comment")]
    [InlineData("-- drop the old one\nDROP TABLE IF EXISTS tmp;\nCREATE TABLE tmp (id int);")]
    [InlineData("SELECT table_name FROM information_schema.tables")]
    [InlineData("select first || ' -- ' || last from people where a = 'x' or b = 'y'")]
    [InlineData("How do I write a union select in SQL?")]
    [InlineData("books about unions and selection by 1 or 2 authors")]
    [InlineData("don't stop -- really")]
    [InlineData("rock 'n' roll #1")]
    [InlineData("time.sleep(5) or await sleep(5)")]
    public void Ordinary_SQL_and_ordinary_words_are_not(string query) => Assert.Empty(ToolArguments.Spans("query", query));
}
