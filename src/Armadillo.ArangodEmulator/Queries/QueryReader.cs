using System.Globalization;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>Reads the simple queries that tests write; everything else is not emulated.</summary>
internal sealed class QueryReader
{
    private static readonly string[] _modifications = ["INSERT", "UPDATE", "REPLACE", "REMOVE"];

    // From loose to tight.
    private static readonly string[][] _levels =
        [["||", "OR"], ["&&", "AND"], ["==", "!=", "IN"], ["<", "<=", ">", ">="], [".."], ["+", "-"], ["*", "/", "%"]];

    private readonly List<Token> _tokens;
    private int _position;

    private QueryReader(string text) => _tokens = QueryTokens.Read(text);

    private Token Current => _tokens[_position];

    public static Query Read(string text)
    {
        var reader = new QueryReader(text);
        var query = reader.ReadQuery();
        return reader.Current.Kind == TokenKind.End ? query : throw QueryTokens.NotRead();
    }

    private Query ReadQuery()
    {
        ForClause? source = null;
        var clauses = new List<RowClause>();
        var sort = new List<SortKey>();
        LimitClause? limit = null;
        ReadClauses(clauses, filtersToo: false);
        if (TakeWord("FOR"))
        {
            // A LET before FOR could name the source.
            Need(clauses.Count == 0);
            var variable = Word();
            Need(TakeWord("IN"));
            source = new ForClause(variable, ReadExpression());

            // AQL runs its clauses in the order in which they stand; this order is the one that is emulated.
            ReadClauses(clauses, filtersToo: true);
            if (TakeWord("SORT"))
            {
                do
                {
                    var value = ReadExpression();
                    var descending = TakeWord("DESC");
                    _ = descending || TakeWord("ASC");
                    sort.Add(new SortKey(value, descending));
                }
                while (TakeSign(","));
            }

            if (TakeWord("LIMIT"))
            {
                var first = ReadExpression();
                limit = TakeSign(",") ? new LimitClause(first, ReadExpression()) : new LimitClause(null, first);
            }
        }

        var modify = ReadModification();
        var result = TakeWord("RETURN") ? ReadExpression() : null;
        Need(modify is not null || result is not null);
        return new Query(source, clauses, sort, limit, modify, result);
    }

    private void ReadClauses(List<RowClause> clauses, bool filtersToo)
    {
        while (true)
        {
            if (TakeWord("LET"))
            {
                var variable = Word();
                Need(TakeSign("="));
                clauses.Add(new RowClause(variable, ReadExpression()));
            }
            else if (filtersToo && TakeWord("FILTER"))
            {
                clauses.Add(new RowClause(null, ReadExpression()));
            }
            else
            {
                return;
            }
        }
    }

    private ModifyClause? ReadModification()
    {
        if (_modifications.FirstOrDefault(TakeWord) is not { } verb)
        {
            return null;
        }

        // "document IN collection" would be read as a comparison.
        var document = ReadLevel(3);
        var with = verb is "UPDATE" or "REPLACE" && TakeWord("WITH") ? ReadLevel(3) : null;
        Need(TakeWord("IN") || TakeWord("INTO"));
        return new ModifyClause(verb, document, with, ReadPrimary(), TakeWord("OPTIONS") ? ReadPrimary() : null);
    }

    private Expression ReadExpression() => ReadLevel(0);

    private Expression ReadLevel(int level)
    {
        if (level == _levels.Length)
        {
            return ReadUnary();
        }

        var left = ReadLevel(level + 1);
        while (_levels[level].FirstOrDefault(o => char.IsLetter(o[0]) ? TakeWord(o) : TakeSign(o)) is { } found)
        {
            left = new Binary(found, left, ReadLevel(level + 1));
        }

        return left;
    }

    private Expression ReadUnary()
    {
        if (TakeSign("!") || TakeWord("NOT"))
        {
            return new Unary("!", ReadUnary());
        }

        return TakeSign("-") ? new Unary("-", ReadUnary()) : ReadAccess();
    }

    private Expression ReadAccess()
    {
        var value = ReadPrimary();
        while (true)
        {
            if (TakeSign("."))
            {
                value = new Access(value, Current.Kind == TokenKind.Bind ? new Bind(Next().Text) : new Literal(Word()));
            }
            else if (TakeSign("["))
            {
                value = new Access(value, ReadExpression());
                Need(TakeSign("]"));
            }
            else
            {
                return value;
            }
        }
    }

    private Expression ReadPrimary()
    {
        if (TakeSign("("))
        {
            var inner = ReadExpression();
            Need(TakeSign(")"));
            return inner;
        }

        if (TakeSign("["))
        {
            return new ArrayOf(ReadList("]", ReadExpression));
        }

        if (TakeSign("{"))
        {
            return new ObjectOf(ReadList("}", ReadMember));
        }

        var token = Next();
        return token.Kind switch
        {
            TokenKind.Text => new Literal(token.Text),
            TokenKind.Bind => new Bind(token.Text),
            TokenKind.Number when long.TryParse(token.Text, CultureInfo.InvariantCulture, out var whole) => new Literal(whole),
            TokenKind.Number => new Literal(double.Parse(token.Text, CultureInfo.InvariantCulture)),
            TokenKind.Word => Constant(token.Text),
            _ => throw QueryTokens.NotRead(),
        };
    }

    private static Expression Constant(string word) => word.ToUpperInvariant() switch
    {
        "TRUE" => new Literal(true),
        "FALSE" => new Literal(false),
        "NULL" => new Literal(null),
        "DISTINCT" or "LET" or "COLLECT" or "WITH" or "OPTIONS" => throw QueryTokens.NotRead(),
        _ => new Name(word),
    };

    private (string Key, Expression Value) ReadMember()
    {
        var token = Next();
        Need(token.Kind is TokenKind.Word or TokenKind.Text);

        // { name } stands for { name: name }.
        return (token.Text, TakeSign(":") ? ReadExpression() : new Name(token.Text));
    }

    private List<T> ReadList<T>(string end, Func<T> read)
    {
        var items = new List<T>();
        while (!TakeSign(end))
        {
            Need(items.Count == 0 || TakeSign(","));
            items.Add(read());
        }

        return items;
    }

    private string Word() => Current.Kind == TokenKind.Word ? Next().Text : throw QueryTokens.NotRead();

    private Token Next() => _tokens[_position++] is { Kind: not TokenKind.End } token ? token : throw QueryTokens.NotRead();

    private bool TakeWord(string word) => Take(TokenKind.Word, word);

    private bool TakeSign(string sign) => Take(TokenKind.Sign, sign);

    private bool Take(TokenKind kind, string text)
    {
        if (Current.Kind != kind || !Current.Text.Equals(text, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _position++;
        return true;
    }

    private static void Need(bool condition)
    {
        if (!condition)
        {
            throw QueryTokens.NotRead();
        }
    }
}
