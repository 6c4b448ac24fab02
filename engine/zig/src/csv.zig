//! Numbers out of delimited text.

const std = @import("std");

/// Where and why reading stopped.
pub const Problem = struct {
    what: enum { not_a_number, ragged },
    /// 1-based.
    line: usize,
    /// 1-based; for a ragged row, how many cells it has.
    column: usize,
};

pub const Result = union(enum) {
    /// How many numbers were written.
    count: usize,
    problem: Problem,
};

/// Writes the numbers of `text` to `out`, row after row. `out` has room for one number for each
/// separator and line end, and one more (`bound`).
///
/// Cells may have spaces and tabs around them; an empty cell is NaN. Lines without any cell are
/// passed over. All rows have equally many cells.
pub fn parse(text: []const u8, separator: u8, skip: usize, out: []f64) Result {
    var count: usize = 0;
    var columns: ?usize = null;
    var line: usize = 0;
    var rest = text;
    while (rest.len > 0) {
        const end = std.mem.indexOfScalar(u8, rest, '\n') orelse rest.len;
        const row = std.mem.trimEnd(u8, rest[0..end], "\r");
        rest = rest[@min(end + 1, rest.len)..];
        line += 1;
        if (line <= skip or std.mem.trim(u8, row, " \t").len == 0) continue;
        var column: usize = 0;
        var at: usize = 0;
        while (true) {
            const cell_end = std.mem.indexOfScalarPos(u8, row, at, separator) orelse row.len;
            column += 1;
            const cell = std.mem.trim(u8, row[at..cell_end], " \t");
            out[count] = number(cell) orelse
                return .{ .problem = .{ .what = .not_a_number, .line = line, .column = column } };
            count += 1;
            if (cell_end == row.len) break;
            at = cell_end + 1;
        }
        if (columns) |expected| {
            if (column != expected) {
                return .{ .problem = .{ .what = .ragged, .line = line, .column = column } };
            }
        } else columns = column;
    }
    return .{ .count = count };
}

/// The most numbers that `text` can have.
pub fn bound(text: []const u8, separator: u8) usize {
    var ends: usize = 1;
    for (text) |c| ends += @intFromBool(c == separator or c == '\n');
    return ends;
}

/// A decimal number, `inf`, `infinity` or `nan` (in any case, with a sign), or NaN for an empty cell.
fn number(cell: []const u8) ?f64 {
    if (cell.len == 0) return std.math.nan(f64);
    const negative = cell[0] == '-';
    const body = if (negative or cell[0] == '+') cell[1..] else cell;
    if (body.len == 0) return null;
    const value = decimal(body) orelse named(body) orelse return null;
    return if (negative) -value else value;
}

fn named(body: []const u8) ?f64 {
    if (std.ascii.eqlIgnoreCase(body, "nan")) return std.math.nan(f64);
    if (std.ascii.eqlIgnoreCase(body, "inf")) return std.math.inf(f64);
    if (std.ascii.eqlIgnoreCase(body, "infinity")) return std.math.inf(f64);
    return null;
}

// Powers of ten that are exact.
const powers = blk: {
    var result: [23]f64 = undefined;
    var power: f64 = 1;
    for (&result) |*p| {
        p.* = power;
        power *= 10;
    }
    break :blk result;
};

/// digits [. digits] [e [sign] digits]; exactly rounded.
fn decimal(body: []const u8) ?f64 {
    var mantissa: u64 = 0;
    var digits: usize = 0;
    var exponent: i64 = 0;
    var at: usize = 0;
    while (at < body.len and std.ascii.isDigit(body[at])) : (at += 1) {
        mantissa = mantissa *% 10 +% (body[at] - '0');
        digits += 1;
    }
    if (at < body.len and body[at] == '.') {
        at += 1;
        while (at < body.len and std.ascii.isDigit(body[at])) : (at += 1) {
            mantissa = mantissa *% 10 +% (body[at] - '0');
            digits += 1;
            exponent -= 1;
        }
    }
    if (digits == 0) return null;
    if (at < body.len and (body[at] == 'e' or body[at] == 'E')) {
        at += 1;
        const negative = at < body.len and body[at] == '-';
        if (at < body.len and (body[at] == '-' or body[at] == '+')) at += 1;
        const start = at;
        var written: i64 = 0;
        while (at < body.len and std.ascii.isDigit(body[at])) : (at += 1) {
            written = @min(written * 10 + (body[at] - '0'), 1_000_000);
        }
        if (at == start) return null;
        exponent += if (negative) -written else written;
    }
    if (at != body.len) return null;
    // Both factors exact, one rounding (Clinger, PLDI 1990); else the long way.
    if (digits <= 19 and mantissa < 1 << 53 and @abs(exponent) <= 22) {
        const m: f64 = @floatFromInt(mantissa);
        const power = powers[@intCast(@abs(exponent))];
        return if (exponent < 0) m / power else m * power;
    }
    return std.fmt.parseFloat(f64, body) catch null;
}

test "numbers are read exactly" {
    const cases = .{
        .{ "0", 0.0 },                                   .{ "-0", -0.0 },                 .{ "+1.5", 1.5 },                                        .{ ".5", 0.5 },
        .{ "5.", 5.0 },                                  .{ "1e3", 1000.0 },              .{ "1E-3", 0.001 },                                      .{ "0.1", 0.1 },
        .{ "123456789012345678", 123456789012345678.0 }, .{ "1e400", std.math.inf(f64) }, .{ "2.2250738585072014e-308", 2.2250738585072014e-308 }, .{ "5e-324", 5e-324 },
        .{ "-Inf", -std.math.inf(f64) },
    };
    inline for (cases) |case| {
        const expected: f64 = case[1];
        const found = number(case[0]).?;
        try std.testing.expectEqual(@as(u64, @bitCast(expected)), @as(u64, @bitCast(found)));
    }
    for ([_][]const u8{ "x", "1x", "--1", "+", "-", ".", "e5", "1e", "1e+", "0x10", "1_0", "1 2" }) |bad| {
        try std.testing.expectEqual(null, number(bad));
    }
}

test "rows, empty cells, blank lines and problems" {
    var out: [16]f64 = undefined;
    const text = "a,b\r\n1, 2\r\n\r\n3,4\n";
    try std.testing.expect(bound(text, ',') <= out.len);
    try std.testing.expectEqual(Result{ .count = 4 }, parse(text, ',', 1, &out));
    try std.testing.expectEqualSlices(f64, &.{ 1, 2, 3, 4 }, out[0..4]);
    try std.testing.expectEqual(Result{ .count = 2 }, parse("1;", ';', 0, &out));
    try std.testing.expect(std.math.isNan(out[1]));
    try std.testing.expectEqual(Result{ .count = 0 }, parse("", ',', 0, &out));
    try std.testing.expectEqual(
        Result{ .problem = .{ .what = .not_a_number, .line = 1, .column = 1 } },
        parse(text, ',', 0, &out),
    );
    try std.testing.expectEqual(
        Result{ .problem = .{ .what = .ragged, .line = 2, .column = 3 } },
        parse("1,2\n1,2,3", ',', 0, &out),
    );
}
