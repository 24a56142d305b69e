using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>A query as it was read: a source (or none), what narrows it, and what is done with each row.</summary>
internal sealed record Query(
    ForClause? For, IReadOnlyList<RowClause> Clauses, IReadOnlyList<SortKey> Sort, LimitClause? Limit, ModifyClause? Modify, Expression? Return);

/// <summary>FOR variable IN a collection (by name or by bind variable) or an expression that is an array.</summary>
internal sealed record ForClause(string Variable, Expression Source);

/// <summary>FILTER, or LET when it names a variable; they are done in the order in which they stand.</summary>
internal sealed record RowClause(string? Variable, Expression Value);

internal sealed record SortKey(Expression Value, bool Descending);

internal sealed record LimitClause(Expression? Offset, Expression Count);

/// <summary>INSERT, UPDATE, REPLACE or REMOVE.</summary>
internal sealed record ModifyClause(string Verb, Expression Document, Expression? With, Expression Collection, Expression? Options);

internal abstract record Expression;

internal sealed record Literal(JsonNode? Value) : Expression;

/// <summary>A variable of the query, or the name of a collection.</summary>
internal sealed record Name(string Text) : Expression;

/// <summary>@name, or @@name for a collection.</summary>
internal sealed record Bind(string Key) : Expression;

internal sealed record Access(Expression Target, Expression Member) : Expression;

internal sealed record ArrayOf(IReadOnlyList<Expression> Items) : Expression;

internal sealed record ObjectOf(IReadOnlyList<(string Key, Expression Value)> Members) : Expression;

internal sealed record Unary(string Operator, Expression Operand) : Expression;

internal sealed record Binary(string Operator, Expression Left, Expression Right) : Expression;
