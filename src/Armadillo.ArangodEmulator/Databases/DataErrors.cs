namespace Armadillo.ArangodEmulator.Databases;

/// <summary>Which HTTP status belongs to an error number that came from another server.</summary>
internal static class DataErrors
{
    /// <param name="number">The error number.</param>
    /// <param name="otherwise">The status for numbers that have none of their own.</param>
    public static int StatusOf(int number, int otherwise) => number switch
    {
        10 or 600 or 1005 or 1208 or 1218 or 1221 or 1222 or 1227 or 1229 or 1233 or 1235 or 1450 or 1466 or 1468 or 1469 or 1561 => 400,
        11 or 1230 => 403,
        1202 or 1203 or 1212 or 1228 => 404,
        1489 or 1490 => 406,
        1207 or 1210 => 409,
        1200 => 412,
        9 or 1470 or 1471 or 1477 => 501,
        30 or 503 or 1465 or 1478 or 1491 or 1495 or 1496 => 503,
        _ => otherwise,
    };
}
