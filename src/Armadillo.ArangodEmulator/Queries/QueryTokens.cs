using System.Text;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Queries;

internal enum TokenKind
{
    Word,
    Number,
    Text,
    Bind,
    Sign,
    End,
}

internal readonly record struct Token(TokenKind Kind, string Text);

/// <summary>Cuts a query into tokens.</summary>
internal static class QueryTokens
{
    // Longer ones first.
    private static readonly string[] _signs =
    [
        "==", "!=", "<=", ">=", "&&", "||", "..",
        "=", "<", ">", "!", "+", "-", "*", "/", "%", "(", ")", "[", "]", "{", "}", ",", ":", ".",
    ];

    public static List<Token> Read(string query)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < query.Length;)
        {
            var c = query[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (char.IsLetter(c) || c is '_' or '@')
            {
                var end = End(query, i + 1, static x => char.IsLetterOrDigit(x) || x is '_' or '@');
                tokens.Add(c == '@' ? new Token(TokenKind.Bind, query[(i + 1)..end]) : new Token(TokenKind.Word, query[i..end]));
                i = end;
            }
            else if (char.IsDigit(c))
            {
                var end = End(query, i, x => char.IsDigit(x));
                if (end + 1 < query.Length && query[end] == '.' && char.IsDigit(query[end + 1]))
                {
                    end = End(query, end + 1, static x => char.IsDigit(x));
                }

                tokens.Add(new Token(TokenKind.Number, query[i..end]));
                i = end;
            }
            else if (c is '"' or '\'')
            {
                tokens.Add(new Token(TokenKind.Text, Quoted(query, ref i)));
            }
            else if (c == '`')
            {
                var end = query.IndexOf('`', i + 1);
                tokens.Add(new Token(TokenKind.Word, end < 0 ? throw NotRead() : query[(i + 1)..end]));
                i = end + 1;
            }
            else
            {
                var sign = _signs.FirstOrDefault(s => string.CompareOrdinal(query, i, s, 0, s.Length) == 0) ?? throw NotRead();
                tokens.Add(new Token(TokenKind.Sign, sign));
                i += sign.Length;
            }
        }

        tokens.Add(new Token(TokenKind.End, ""));
        return tokens;
    }

    /// <summary>Whether a query is wrong or only beyond the emulator cannot be told here: it says the latter.</summary>
    public static DataError NotRead() => DataError.NotEmulated(
        "this AQL query: it knows FOR, FILTER, LET, SORT, LIMIT, INSERT, UPDATE, REPLACE, REMOVE and RETURN without functions");

    private static int End(string query, int from, Func<char, bool> belongs)
    {
        while (from < query.Length && belongs(query[from]))
        {
            from++;
        }

        return from;
    }

    private static string Quoted(string query, ref int i)
    {
        var quote = query[i++];
        var text = new StringBuilder();
        for (; i < query.Length && query[i] != quote; i++)
        {
            if (query[i] == '\\' && i + 1 < query.Length)
            {
                i++;
                text.Append(query[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
            }
            else
            {
                text.Append(query[i]);
            }
        }

        return i++ < query.Length ? text.ToString() : throw NotRead();
    }
}
