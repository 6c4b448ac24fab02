//! Smallest and largest elements.
//!
//! NaN wins: a list with a NaN has NaN as its minimum and maximum. -0.0 is smaller than 0.0.

const std = @import("std");
const vector = @import("vector.zig");
const F = vector.F;
const lanes = vector.lanes;

const Which = enum { min, max };

/// The smallest of n > 0 elements.
pub fn min(xs: [*]const f64, n: usize) callconv(.c) f64 {
    return extreme(.min, xs, n);
}

/// The largest of n > 0 elements.
pub fn max(xs: [*]const f64, n: usize) callconv(.c) f64 {
    return extreme(.max, xs, n);
}

inline fn extreme(comptime which: Which, xs: [*]const f64, n: usize) f64 {
    var best: F = @splat(xs[0]);
    var is_nan: u8 = 0;
    var i: usize = 0;
    if (n >= 4 * lanes) {
        var acc: [4]F = @splat(vector.load(xs));
        while (i + 4 * lanes <= n) : (i += 4 * lanes) {
            var x: [4]F = undefined;
            inline for (0..4) |v| {
                x[v] = vector.load(xs + i + v * lanes);
                acc[v] = better(which, x[v], acc[v]);
            }
            is_nan |= unordered(x[0], x[1]) | unordered(x[2], x[3]);
        }
        best = better(which, better(which, acc[0], acc[1]), better(which, acc[2], acc[3]));
    }
    while (i < n) : (i += lanes) {
        const x = if (i + lanes <= n)
            vector.load(xs + i)
        else
            vector.loadPart(xs + i, n - i, xs[i]);
        best = better(which, x, best);
        is_nan |= unordered(x, x);
    }
    if (is_nan != 0) return std.math.nan(f64);
    const all: [lanes]f64 = best;
    var result = all[0];
    for (all[1..]) |x| {
        if (if (which == .min) x < result else x > result) result = x;
    }
    return if (result == 0) signedZero(which, xs[0..n]) else result;
}

inline fn better(comptime which: Which, x: F, best: F) F {
    return @select(f64, if (which == .min) x < best else x > best, x, best);
}

/// A bit for each lane in which one of the two is NaN.
inline fn unordered(x: F, y: F) u8 {
    const a: @Vector(lanes, u1) = @bitCast(x != x);
    const b: @Vector(lanes, u1) = @bitCast(y != y);
    return @bitCast(a | b);
}

/// Comparisons do not tell the zeros apart; this does when the extreme is a zero.
fn signedZero(comptime which: Which, xs: []const f64) f64 {
    const wanted: f64 = if (which == .min) -0.0 else 0.0;
    for (xs) |x| {
        if (@as(u64, @bitCast(x)) == @as(u64, @bitCast(wanted))) return wanted;
    }
    return -wanted;
}

/// Index of the first element equal to `value`, or `n`. With `value` NaN, the first NaN.
pub fn find(xs: [*]const f64, n: usize, value: f64) callconv(.c) usize {
    return if (std.math.isNan(value)) firstWhere(true, xs, n, value) else firstWhere(false, xs, n, value);
}

inline fn firstWhere(comptime nan: bool, xs: [*]const f64, n: usize, value: f64) usize {
    const wanted: F = @splat(value);
    var i: usize = 0;
    while (i + 4 * lanes <= n) : (i += 4 * lanes) {
        var hits: u32 = 0;
        inline for (0..4) |v| {
            const x = vector.load(xs + i + v * lanes);
            const mask: u8 = @bitCast(if (nan) x != x else x == wanted);
            hits |= @as(u32, mask) << (8 * v);
        }
        if (hits != 0) return i + @ctz(hits);
    }
    while (i < n) : (i += 1) {
        if (if (nan) xs[i] != xs[i] else xs[i] == value) return i;
    }
    return n;
}

test "min, max and find of every small length with NaN, zeros and infinities" {
    const values = [_]f64{ 3, -1, 0.0, -0.0, 7, std.math.inf(f64), -std.math.inf(f64), std.math.nan(f64) };
    var random = std.Random.DefaultPrng.init(7);
    var xs: [75]f64 = undefined;
    for (1..xs.len) |n| {
        for (0..40) |round| {
            // Rounds differ in how far into the values they draw, so that most have no NaN.
            for (xs[0..n]) |*x| x.* = values[random.random().uintLessThan(usize, 1 + round % 8)];
            var low = xs[0];
            var high = xs[0];
            for (xs[1..n]) |x| {
                if (less(x, low) or std.math.isNan(x)) low = x;
                if (less(high, x) or std.math.isNan(x)) high = x;
            }
            try same(low, min(&xs, n));
            try same(high, max(&xs, n));
            for (values) |wanted| {
                const expected = for (xs[0..n], 0..) |x, i| {
                    if (x == wanted or (std.math.isNan(x) and std.math.isNan(wanted))) break i;
                } else n;
                try std.testing.expectEqual(expected, find(&xs, n, wanted));
            }
        }
    }
}

/// Order with -0.0 before 0.0; false when the left is NaN.
fn less(a: f64, b: f64) bool {
    if (std.math.isNan(a) or std.math.isNan(b)) return false;
    return a < b or (a == b and std.math.signbit(a) and !std.math.signbit(b));
}

fn same(expected: f64, found: f64) !void {
    if (std.math.isNan(expected)) return std.testing.expect(std.math.isNan(found));
    try std.testing.expectEqual(@as(u64, @bitCast(expected)), @as(u64, @bitCast(found)));
}
