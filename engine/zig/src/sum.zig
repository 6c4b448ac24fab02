//! Sums that keep their accuracy, the base of every reduction that adds.
//!
//! A block of 512 elements is added in 32 chains of 16 (four vectors of eight lanes), the block sums
//! in a pair (high, low) whose low part collects what rounding lost (Knuth's TwoSum, The Art of
//! Computer Programming 2, 4.2.2, theorem B). The error is that of chains of some 20 additions,
//! whatever the length. The order depends on the length alone, so it is the same on every machine.

const std = @import("std");
const terms = @import("terms.zig");
const vector = @import("vector.zig");
const F = vector.F;
const lanes = vector.lanes;

const rows_per_block = 16;
const row = 4 * lanes;
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

/// The sum of the first `n` terms of a source whose filled-up lanes are zero.
pub inline fn sumOf(source: anytype, n: usize) f64 {
    var pair: Pair = .{};
    var i: usize = 0;
    if (n >= vector.far_min) {
        while (i + block <= n) : (i += block) pair.add(rows(true, source, i, rows_per_block));
    }
    while (i + block <= n) : (i += block) pair.add(rows(false, source, i, rows_per_block));
    const whole_rows = (n - i) / row;
    if (whole_rows > 0) {
        pair.add(rows(false, source, i, whole_rows));
        i += whole_rows * row;
    }
    while (i + lanes <= n) : (i += lanes) pair.add(source.load(i));
    if (i < n) pair.add(source.loadPart(i, n - i));
    return pair.total();
}

inline fn rows(comptime far: bool, source: anytype, start: usize, count: usize) F {
    var a: F = @splat(0);
    var b: F = @splat(0);
    var c: F = @splat(0);
    var d: F = @splat(0);
    for (0..count) |r| {
        const i = start + r * row;
        if (far) {
            inline for (0..4) |v| source.fetch(i + v * lanes);
        }
        a += source.load(i);
        b += source.load(i + lanes);
        c += source.load(i + 2 * lanes);
        d += source.load(i + 3 * lanes);
    }
    return (a + b) + (c + d);
}

pub fn sum(xs: [*]const f64, n: usize) callconv(.c) f64 {
    return sumOf(terms.Each(terms.same){ .xs = xs }, n);
}

pub fn dot(xs: [*]const f64, ys: [*]const f64, n: usize) callconv(.c) f64 {
    return sumOf(terms.Pairs(terms.mul){ .xs = xs, .ys = ys }, n);
}

/// The Euclidean norm. Where the squares would overflow or fall below the normal numbers, they are
/// taken of scaled elements.
pub fn norm(xs: [*]const f64, n: usize) callconv(.c) f64 {
    const squares = sumOf(terms.Each(terms.square){ .xs = xs }, n);
    if (squares > 1e-290 and squares < std.math.inf(f64)) return @sqrt(squares);
    if (std.math.isNan(squares)) return squares;
    var largest: f64 = 0;
    for (xs[0..n]) |x| largest = @max(largest, @abs(x));
    if (largest == 0 or std.math.isInf(largest)) return largest;
    // A power of two, so that scaling is exact; two steps, because its inverse may overflow.
    const exponent = std.math.ilogb(largest);
    var pair: Pair = .{};
    for (xs[0..n]) |x| {
        const scaled = std.math.scalbn(x, -exponent);
        pair.add(.{ scaled * scaled, 0, 0, 0, 0, 0, 0, 0 });
    }
    return std.math.scalbn(@sqrt(pair.total()), exponent);
}

/// The product, in 32 chains; 1 for n = 0.
pub fn product(xs: [*]const f64, n: usize) callconv(.c) f64 {
    const one: F = @splat(1);
    var acc: [4]F = @splat(one);
    var i: usize = 0;
    while (i + row <= n) : (i += row) {
        inline for (0..4) |v| acc[v] *= vector.load(xs + i + v * lanes);
    }
    while (i + lanes <= n) : (i += lanes) acc[0] *= vector.load(xs + i);
    if (i < n) acc[0] *= vector.loadPart(xs + i, n - i, 1);
    const all: [lanes]f64 = (acc[0] * acc[1]) * (acc[2] * acc[3]);
    return ((all[0] * all[1]) * (all[2] * all[3])) * ((all[4] * all[5]) * (all[6] * all[7]));
}

/// The population's variance for n > 0.
///
/// One pass over deviations from a pivot near the mean (the mean of the first block), which avoids
/// the cancellation of the textbook formula; when the pivot turns out to be far from the mean, a
/// second pass with the mean itself.
pub fn variance(xs: [*]const f64, n: usize) callconv(.c) f64 {
    const head = @min(n, block);
    var pivot = sum(xs, head) / toFloat(head);
    var moments = deviations(xs, n, pivot);
    const shift = moments.first / toFloat(n);
    if (moments.first * shift > 0.25 * moments.second) {
        pivot += shift;
        moments = deviations(xs, n, pivot);
    }
    const squares = moments.second - moments.first * (moments.first / toFloat(n));
    // inf - inf: the squares overflowed, though no element is infinite.
    if (std.math.isNan(squares) and !std.math.isNan(moments.first)) return moments.second;
    // Not @max, which would turn NaN into 0.
    return (if (squares < 0) 0 else squares) / toFloat(n);
}

/// Sums of the deviations from a pivot and of their squares.
const Moments = struct { first: f64, second: f64 };

fn deviations(xs: [*]const f64, n: usize, pivot: f64) Moments {
    if (n >= vector.far_min) return deviationsOf(true, xs, n, pivot);
    return deviationsOf(false, xs, n, pivot);
}

inline fn deviationsOf(comptime far: bool, xs: [*]const f64, n: usize, pivot: f64) Moments {
    const p: F = @splat(pivot);
    var first: Pair = .{};
    var second: Pair = .{};
    var i: usize = 0;
    while (i + row <= n) {
        const whole_rows: usize = @min((n - i) / row, rows_per_block);
        var d: [4]F = @splat(@as(F, @splat(0)));
        var s: [4]F = @splat(@as(F, @splat(0)));
        for (0..whole_rows) |r| {
            inline for (0..4) |v| {
                if (far) vector.fetchAhead(xs + i + r * row + v * lanes);
                const x = vector.load(xs + i + r * row + v * lanes) - p;
                d[v] += x;
                s[v] += x * x;
            }
        }
        first.add((d[0] + d[1]) + (d[2] + d[3]));
        second.add((s[0] + s[1]) + (s[2] + s[3]));
        i += whole_rows * row;
    }
    while (i < n) : (i += lanes) {
        const x = (if (i + lanes <= n)
            vector.load(xs + i)
        else
            vector.loadPart(xs + i, n - i, pivot)) - p;
        first.add(x);
        second.add(x * x);
    }
    return .{ .first = first.total(), .second = second.total() };
}

/// Means of two lists and sums of the products of deviations from them.
pub const CoMoments = extern struct { mean_x: f64, mean_y: f64, xx: f64, yy: f64, xy: f64 };

/// For n > 0. Two passes.
pub fn coMoments(xs: [*]const f64, ys: [*]const f64, n: usize, out: *CoMoments) callconv(.c) void {
    const c = sum(xs, n) / toFloat(n);
    const d = sum(ys, n) / toFloat(n);
    out.* = .{
        .mean_x = c,
        .mean_y = d,
        .xx = sumOf(terms.Deviations(terms.square){ .xs = xs, .c = c }, n),
        .yy = sumOf(terms.Deviations(terms.square){ .xs = ys, .c = d }, n),
        .xy = sumOf(terms.CoDeviations{ .xs = xs, .ys = ys, .c = c, .d = d }, n),
    };
}

/// dot(a, b) and dot(b, b) in one pass over b.
pub fn dotAndSquare(a: [*]const f64, b: [*]const f64, n: usize, out: *[2]f64) callconv(.c) void {
    var p: [4]F = @splat(@as(F, @splat(0)));
    var s: [4]F = @splat(@as(F, @splat(0)));
    var i: usize = 0;
    while (i + row <= n) : (i += row) {
        inline for (0..4) |v| {
            // Rows follow one another, so that what is fetched are the next ones.
            vector.fetchAhead(b + i + v * lanes);
            const y = vector.load(b + i + v * lanes);
            p[v] += vector.load(a + i + v * lanes) * y;
            s[v] += y * y;
        }
    }
    while (i < n) : (i += lanes) {
        const count: usize = @min(n - i, lanes);
        const whole = count == lanes;
        const x = if (whole) vector.load(a + i) else vector.loadPart(a + i, count, 0);
        const y = if (whole) vector.load(b + i) else vector.loadPart(b + i, count, 0);
        p[0] += x * y;
        s[0] += y * y;
    }
    out[0] = @reduce(.Add, (p[0] + p[1]) + (p[2] + p[3]));
    out[1] = @reduce(.Add, (s[0] + s[1]) + (s[2] + s[3]));
}

pub inline fn toFloat(n: usize) f64 {
    return @floatFromInt(n);
}

test "sum and dot of every small length equal the exact sum of small integers" {
    var xs: [1100]f64 = undefined;
    for (&xs, 0..) |*x, i| x.* = @floatFromInt(@as(i64, @intCast((i * 7919) % 1000)) - 500);
    for (0..xs.len + 1) |n| {
        var total: f64 = 0;
        var squares: f64 = 0;
        for (xs[0..n]) |x| {
            total += x;
            squares += x * x;
        }
        try std.testing.expectEqual(total, sum(&xs, n));
        try std.testing.expectEqual(squares, dot(&xs, &xs, n));
        try std.testing.expectApproxEqRel(@sqrt(squares), norm(&xs, n), 1e-15);
        var both: [2]f64 = undefined;
        dotAndSquare(&xs, &xs, n, &both);
        try std.testing.expectEqual([2]f64{ squares, squares }, both);
    }
}

test "sum loses nothing where a running sum would" {
    var xs: [8192]f64 = @splat(1.0);
    xs[0] = 1e16;
    xs[8191] = -1e16;
    try std.testing.expectApproxEqRel(@as(f64, 8190), sum(&xs, xs.len), 0.01);
    const infinite = [_]f64{ 1, std.math.inf(f64), 2 };
    try std.testing.expectEqual(std.math.inf(f64), sum(&infinite, 3));
    const both = [_]f64{ -std.math.inf(f64), std.math.inf(f64), 2 };
    try std.testing.expect(std.math.isNan(sum(&both, 3)));
}

test "product of every small length" {
    var xs: [70]f64 = undefined;
    for (&xs, 0..) |*x, i| x.* = if (i % 3 == 0) 2 else if (i % 3 == 1) 0.5 else -1;
    var expected: f64 = 1;
    for (0..xs.len) |n| {
        try std.testing.expectEqual(expected, product(&xs, n));
        expected *= xs[n];
    }
}

test "variance keeps its digits at a large mean and with an outlier first" {
    var xs: [3000]f64 = undefined;
    for (&xs, 0..) |*x, i| x.* = 1e8 + @as(f64, @floatFromInt(i % 2));
    for (1..xs.len + 1) |n| {
        const ones: f64 = @floatFromInt(n / 2);
        const p = ones / toFloat(n);
        try std.testing.expectApproxEqAbs(p * (1 - p), variance(&xs, n), 1e-15);
    }
    for (xs[0..512]) |*x| x.* = 1e12;
    for (xs[512..]) |*x| x.* = 1;
    const p = 512.0 / 3000.0;
    const d: f64 = 1e12 - 1;
    try std.testing.expectApproxEqRel(p * (1 - p) * d * d, variance(&xs, xs.len), 1e-15);
}

test "norm does not overflow or underflow" {
    const large = [_]f64{ 3e200, 4e200 };
    try std.testing.expectApproxEqRel(@as(f64, 5e200), norm(&large, 2), 1e-15);
    const small = [_]f64{ 3e-200, 4e-200 };
    try std.testing.expectApproxEqRel(@as(f64, 5e-200), norm(&small, 2), 1e-15);
    const tiny = [_]f64{ 5e-324, 0 };
    try std.testing.expectEqual(@as(f64, 5e-324), norm(&tiny, 2));
}
