//! Sums that keep their accuracy, the base of every reduction that adds.
//!
//! A block of 512 elements is added in 32 chains of 16 (four vectors of eight lanes), the block sums
//! in a pair (high, low) whose low part collects what rounding lost (Knuth's TwoSum, The Art of
//! Computer Programming 2, 4.2.2, theorem B). The error is that of chains of some 20 additions,
//! whatever the length. The order depends on the length alone.

const vector = @import("vector.zig");
const F = vector.F;
const lanes = vector.lanes;

const vectors_per_row = 4;
const rows_per_block = 16;
const row = vectors_per_row * lanes;
const block = row * rows_per_block;

/// A running sum of vectors with the rounding errors kept apart.
pub const Pair = struct {
    high: F = @splat(0),
    low: F = @splat(0),

    pub inline fn add(self: *Pair, x: F) void {
        const s = self.high + x;
        const back = s - self.high;
        self.low += (self.high - (s - back)) + (x - back);
        self.high = s;
    }

    /// The sum over the lanes. When it overflowed or met an infinity or NaN, the low part is
    /// meaningless and the high part alone is the IEEE answer.
    pub fn total(self: Pair) f64 {
        const highs: [lanes]f64 = self.high;
        const lows: [lanes]f64 = self.low;
        var high: f64 = 0;
        var low: f64 = 0;
        for (highs, lows) |h, l| {
            const s = high + h;
            const back = s - high;
            low += (high - (s - back)) + (h - back) + l;
            high = s;
        }
        const both = high + low;
        return if (both - both == 0) both else high;
    }
};

/// The sum of `terms.at(i)` for i in 0..n; `terms` gives eight terms from an index with
/// `load(index)`, and fewer, padded by zeros, with `loadPart(index, count)`.
pub inline fn sumOf(terms: anytype, n: usize) f64 {
    var pair: Pair = .{};
    var i: usize = 0;
    while (i + block <= n) : (i += block) {
        pair.add(rows(terms, i, rows_per_block));
    }
    const whole_rows = (n - i) / row;
    if (whole_rows > 0) {
        pair.add(rows(terms, i, whole_rows));
        i += whole_rows * row;
    }
    while (i + lanes <= n) : (i += lanes) pair.add(terms.load(i));
    if (i < n) pair.add(terms.loadPart(i, n - i));
    return pair.total();
}

inline fn rows(terms: anytype, start: usize, count: usize) F {
    var a: F = @splat(0);
    var b: F = @splat(0);
    var c: F = @splat(0);
    var d: F = @splat(0);
    for (0..count) |r| {
        const i = start + r * row;
        a += terms.load(i);
        b += terms.load(i + lanes);
        c += terms.load(i + 2 * lanes);
        d += terms.load(i + 3 * lanes);
    }
    return (a + b) + (c + d);
}

/// The elements of a list as terms.
pub const Elements = struct {
    xs: [*]const f64,

    pub inline fn load(self: Elements, i: usize) F {
        return vector.load(self.xs + i);
    }

    pub inline fn loadPart(self: Elements, i: usize, count: usize) F {
        return vector.loadPart(self.xs + i, count, 0);
    }
};

pub fn sum(xs: [*]const f64, n: usize) callconv(.c) f64 {
    return sumOf(Elements{ .xs = xs }, n);
}

const std = @import("std");

test "sum of every small length equals the exact sum of small integers" {
    var xs: [1100]f64 = undefined;
    for (&xs, 0..) |*x, i| x.* = @floatFromInt(@as(i64, @intCast((i * 7919) % 1000)) - 500);
    for (0..xs.len + 1) |n| {
        var expected: f64 = 0;
        for (xs[0..n]) |x| expected += x;
        try std.testing.expectEqual(expected, sum(&xs, n));
    }
}

test "sum loses nothing where a running sum would" {
    var xs: [2048]f64 = @splat(1.0);
    xs[0] = 1e16;
    xs[2047] = -1e16;
    try std.testing.expectApproxEqRel(@as(f64, 2046), sum(&xs, xs.len), 0.02);
    const infinite = [_]f64{ 1, std.math.inf(f64), 2 };
    try std.testing.expectEqual(std.math.inf(f64), sum(&infinite, 3));
    const both = [_]f64{ -std.math.inf(f64), std.math.inf(f64), 2 };
    try std.testing.expect(std.math.isNan(sum(&both, 3)));
}
