//! Smallest and largest elements.
//!
//! NaN wins: a list with a NaN has NaN as its minimum and maximum. -0.0 is smaller than 0.0.

const std = @import("std");
const vector = @import("vector.zig");
const F = vector.F;
const lanes = vector.lanes;
const I = @Vector(lanes, i64);

const Which = enum { min, max };

/// The smallest of n > 0 elements.
pub fn min(xs: [*]const f64, n: usize) callconv(.c) f64 {
    return extremeOf(.min, xs, n);
}

/// The largest of n > 0 elements.
pub fn max(xs: [*]const f64, n: usize) callconv(.c) f64 {
    return extremeOf(.max, xs, n);
}

inline fn extremeOf(comptime which: Which, xs: [*]const f64, n: usize) f64 {
    if (n >= vector.far_min) return extreme(true, which, xs, n);
    return extreme(false, which, xs, n);
}

inline fn extreme(comptime far: bool, comptime which: Which, xs: [*]const f64, n: usize) f64 {
    var tally: Tally = .{ .best = @splat(xs[0]) };
    var i: usize = 0;
    if (n >= 4 * lanes) {
        var tallies: [4]Tally = @splat(tally);
        while (i + 4 * lanes <= n) : (i += 4 * lanes) {
            inline for (0..4) |v| {
                const at = xs + i + v * lanes;
                if (far) vector.fetchAhead(at);
                tallies[v].add(which, vector.load(at));
            }
        }
        tally = tallies[0];
        inline for (tallies[1..]) |other| {
            tally.best = better(which, other.best, tally.best);
            tally.is_nan |= other.is_nan;
            tally.zeros |= other.zeros;
        }
    }
    while (i + lanes <= n) : (i += lanes) tally.add(which, vector.load(xs + i));
    if (i < n) tally.add(which, vector.loadPart(xs + i, n - i, xs[i]));

    if (tally.is_nan != 0) return std.math.nan(f64);
    const all: [lanes]f64 = tally.best;
    var result = all[0];
    for (all[1..]) |x| {
        if (if (which == .min) x < result else x > result) result = x;
    }
    if (result != 0) return result;
    const wanted: f64 = if (which == .min) -0.0 else 0.0;
    return if (@reduce(.Or, tally.zeros) < 0) wanted else -wanted;
}

/// What was seen so far.
const Tally = struct {
    best: F,
    /// A bit for each lane that had a NaN.
    is_nan: u8 = 0,
    /// Negative in lanes that had a zero of the sign that wins, for comparisons do not tell them apart.
    zeros: I = @splat(0),

    inline fn add(self: *Tally, comptime which: Which, x: F) void {
        self.best = better(which, x, self.best);
        self.is_nan |= @bitCast(x != x);
        const bits: I = @bitCast(x);
        const signs = if (which == .min) bits else ~bits;
        self.zeros |= @select(i64, x == @as(F, @splat(0)), signs, @as(I, @splat(0)));
    }
};

inline fn better(comptime which: Which, x: F, best: F) F {
    return @select(f64, if (which == .min) x < best else x > best, x, best);
}

/// Index of the first smallest of n > 0 elements, or of the first NaN.
pub fn argMin(xs: [*]const f64, n: usize) callconv(.c) usize {
    return argExtreme(.min, xs, n);
}

/// Index of the first largest of n > 0 elements, or of the first NaN.
pub fn argMax(xs: [*]const f64, n: usize) callconv(.c) usize {
    return argExtreme(.max, xs, n);
}

/// Finds the block that has it, then the element in the block, so that memory is read once.
inline fn argExtreme(comptime which: Which, xs: [*]const f64, n: usize) usize {
    const block = 2048;
    var best = xs[0];
    var best_start: usize = 0;
    var start: usize = 0;
    while (start < n) : (start += block) {
        const found = extreme(true, which, xs + start, @min(block, n - start));
        const is_better = if (which == .min) found < best else found > best;
        if (is_better or std.math.isNan(found)) {
            best = found;
            best_start = start;
            if (std.math.isNan(found)) break;
        }
    }
    return best_start + find(xs + best_start, @min(block, n - best_start), best);
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
            try std.testing.expectEqual(find(&xs, n, low), argMin(&xs, n));
            try std.testing.expectEqual(find(&xs, n, high), argMax(&xs, n));
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
