//! Running results: each element depends on those before it.

const std = @import("std");
const simd = @import("simd.zig");
const vector = @import("vector.zig");
const sum = @import("sum.zig");
const F = vector.F;
const lanes = vector.lanes;

/// The running sum. `out` may be `xs`.
pub fn cumulative(xs: [*]const f64, out: [*]f64, n: usize) callconv(.c) void {
    var carry: Carry = .{};
    var i: usize = 0;
    while (i + 4 * lanes <= n) : (i += 4 * lanes) {
        var p: [4]F = undefined;
        inline for (0..4) |v| p[v] = prefix(vector.load(xs + i + v * lanes));
        const results = carry.addFour(p);
        inline for (0..4) |v| vector.store(out + i + v * lanes, results[v]);
    }
    while (i + lanes <= n) : (i += lanes) {
        vector.store(out + i, carry.add(prefix(vector.load(xs + i))));
    }
    if (i < n) {
        const p = prefix(vector.loadPart(xs + i, n - i, 0));
        vector.storePart(out + i, n - i, carry.add(p));
    }
}

/// The running sum from the end: out[i] = xs[i] + .. + xs[n - 1].
fn cumulativeBack(xs: [*]const f64, out: [*]f64, n: usize) void {
    var carry: Carry = .{};
    var end = n;
    while (end >= 4 * lanes) : (end -= 4 * lanes) {
        var p: [4]F = undefined;
        inline for (0..4) |v| p[v] = prefix(backwards(vector.load(xs + end - (v + 1) * lanes)));
        const results = carry.addFour(p);
        inline for (0..4) |v| vector.store(out + end - (v + 1) * lanes, backwards(results[v]));
    }
    while (end > 0) {
        end -= 1;
        const x: F = .{ xs[end], 0, 0, 0, 0, 0, 0, 0 };
        out[end] = carry.add(prefix(x))[0];
    }
}

inline fn backwards(x: F) F {
    return @shuffle(f64, x, undefined, [_]i32{ 7, 6, 5, 4, 3, 2, 1, 0 });
}

/// The sum so far as a pair (see `sum.zig`), so that the last running sum is as accurate as the sum
/// itself. All lanes are equal.
const Carry = struct {
    high: F = @splat(0),
    low: F = @splat(0),

    /// What eight running sums are with everything before them; their last becomes the carry.
    inline fn add(self: *Carry, p: F) F {
        const result = self.high + (p + self.low);
        self.advance(last(p));
        return result;
    }

    /// The same of four times eight, which costs the carry just one step.
    inline fn addFour(self: *Carry, p: [4]F) [4]F {
        var sums = p;
        inline for (1..4) |v| sums[v] += last(sums[v - 1]);
        var results: [4]F = undefined;
        inline for (0..4) |v| results[v] = self.high + (sums[v] + self.low);
        self.advance(last(sums[3]));
        return results;
    }

    inline fn advance(self: *Carry, x: F) void {
        const s = self.high + x;
        const back = s - self.high;
        const lost = (self.high - (s - back)) + (x - back);
        // After an overflow or infinity what was lost is NaN, and no longer matters.
        self.low = @select(f64, lost == lost, self.low + lost, self.low);
        self.high = s;
    }
};

/// The last lane in all lanes.
inline fn last(p: F) F {
    return @shuffle(f64, p, undefined, @as(@Vector(lanes, i32), @splat(lanes - 1)));
}

inline fn prefix(x: F) F {
    const zero = simd.plainZero();
    var p = x;
    p += @shuffle(f64, p, zero, [_]i32{ -1, 0, 1, 2, 3, 4, 5, 6 });
    p += @shuffle(f64, p, zero, [_]i32{ -1, -1, 0, 1, 2, 3, 4, 5 });
    p += @shuffle(f64, p, zero, [_]i32{ -1, -1, -1, -1, 0, 1, 2, 3 });
    return p;
}

/// The exponentially weighted mean: y0 = x0, y = alpha x + (1 - alpha) y. `out` may be `xs`.
pub fn exponentialMean(xs: [*]const f64, alpha: f64, out: [*]f64, n: usize) callconv(.c) void {
    if (n == 0) return;
    const keep = 1 - alpha;
    var y = xs[0];
    out[0] = y;
    for (1..n) |i| {
        y = alpha * xs[i] + keep * y;
        out[i] = y;
    }
}

/// Room that `rollingMean` needs for a window.
pub fn rollingScratch(window: usize) usize {
    return if (window <= doubling_max) 2 * (stretch + doubling_max) else 2 * window;
}

/// Windows up to this are summed by doubling.
const doubling_max = 512;
/// Means made at a time by doubling, so that everything stays in the first-level cache.
const stretch = 1024;

/// The means of every `window` (1..n) consecutive elements; `out` has n - window + 1 elements and
/// does not overlap `xs`; `scratch` has `rollingScratch(window)`.
///
/// Nothing is ever subtracted, so nothing cancels, and a NaN or infinity reaches just the windows it
/// is in.
pub fn rollingMean(
    xs: [*]const f64,
    window: usize,
    out: [*]f64,
    n: usize,
    scratch: [*]f64,
) callconv(.c) void {
    const count = n - window + 1;
    if (window > doubling_max) return byStretches(xs, window, out, count, scratch);
    var start: usize = 0;
    while (start < count) : (start += stretch) {
        byDoubling(xs + start, window, out + start, @min(stretch, count - start), scratch);
    }
}

/// Sums of 1, 2, 4, .. elements, each from two of the half length; those that the window's binary
/// digits name are put together.
fn byDoubling(
    xs: [*]const f64,
    window: usize,
    out: [*]f64,
    count: usize,
    scratch: [*]f64,
) void {
    var sums = scratch;
    var next = scratch + stretch + doubling_max;
    @memcpy(sums[0 .. count + window - 1], xs[0 .. count + window - 1]);
    var length: usize = 1;
    var covered: usize = 0;
    while (true) {
        if (window & length != 0) {
            if (covered == 0) {
                @memcpy(out[0..count], sums[0..count]);
            } else {
                addTo(out, sums + covered, out, count);
            }
            covered += length;
        }
        if (covered == window) break;
        // Sums of twice the length, at each place from which a window can still need one.
        addTo(sums, sums + length, next, count + window - 2 * length);
        std.mem.swap([*]f64, &sums, &next);
        length *= 2;
    }
    const divisor: F = @splat(sum.toFloat(window));
    var i: usize = 0;
    while (i + lanes <= count) : (i += lanes) {
        vector.store(out + i, vector.load(out + i) / divisor);
    }
    while (i < count) : (i += 1) out[i] /= sum.toFloat(window);
}

fn addTo(xs: [*]const f64, ys: [*]const f64, out: [*]f64, n: usize) void {
    var i: usize = 0;
    while (i + lanes <= n) : (i += lanes) {
        vector.store(out + i, vector.load(xs + i) + vector.load(ys + i));
    }
    while (i < n) : (i += 1) out[i] = xs[i] + ys[i];
}

/// A window that begins in one stretch of `window` elements ends in the next: it is a tail of the
/// first and a head of the second, and both are running sums (van Herk, Pattern Recognition Letters
/// 13, 1992, for minima).
fn byStretches(
    xs: [*]const f64,
    window: usize,
    out: [*]f64,
    count: usize,
    scratch: [*]f64,
) void {
    const tails = scratch;
    const heads = scratch + window;
    const divisor: F = @splat(sum.toFloat(window));
    var start: usize = 0;
    while (start < count) : (start += window) {
        const steps = @min(window, count - start);
        cumulativeBack(xs + start, tails, window);
        cumulative(xs + start + window, heads, steps - 1);
        out[start] = tails[0] / divisor[0];
        var j: usize = 1;
        while (j + lanes <= steps) : (j += lanes) {
            const both = vector.load(tails + j) + vector.load(heads + j - 1);
            vector.store(out + start + j, both / divisor);
        }
        while (j < steps) : (j += 1) out[start + j] = (tails[j] + heads[j - 1]) / divisor[0];
    }
}

test "running sums and means of every small length equal the plain ones on integers" {
    var xs: [60]f64 = undefined;
    var out: [60]f64 = undefined;
    var scratch: [rollingScratch(60)]f64 = undefined;
    for (&xs, 0..) |*x, i| x.* = @floatFromInt(@as(i64, @intCast((i * 31) % 41)) - 20);
    for (0..xs.len + 1) |n| {
        cumulative(&xs, &out, n);
        var total: f64 = 0;
        for (0..n) |i| {
            total += xs[i];
            try std.testing.expectEqual(total, out[i]);
        }
        for (1..n + 1) |window| {
            rollingMean(&xs, window, &out, n, &scratch);
            for (0..n - window + 1) |i| {
                var inside: f64 = 0;
                for (xs[i..][0..window]) |x| inside += x;
                try std.testing.expectEqual(inside / sum.toFloat(window), out[i]);
            }
        }
    }
}

test "means of windows around the limits of each way" {
    const most = 3 * stretch;
    var xs: [most]f64 = undefined;
    var out: [most]f64 = undefined;
    var scratch: [2 * most]f64 = undefined;
    for (&xs, 0..) |*x, i| x.* = @floatFromInt(@as(i64, @intCast((i * 31) % 41)) - 20);
    for ([_]usize{ 1, 2, 3, 511, 512, 513, 1000, 1500, most }) |window| {
        for ([_]usize{ window, window + 1, window + 700, most }) |n| {
            if (n > most) continue;
            rollingMean(&xs, window, &out, n, &scratch);
            var inside: f64 = 0;
            for (xs[0..window]) |x| inside += x;
            for (0..n - window + 1) |i| {
                try std.testing.expectEqual(inside / sum.toFloat(window), out[i]);
                if (i + window < n) inside += xs[i + window] - xs[i];
            }
        }
    }
}

test "an infinity reaches what comes after it, and only windows it is in" {
    var xs: [40]f64 = @splat(1);
    xs[11] = std.math.inf(f64);
    var out: [40]f64 = undefined;
    cumulative(&xs, &out, 40);
    for (out, 0..) |y, i| {
        try std.testing.expectEqual(if (i < 11) sum.toFloat(i + 1) else std.math.inf(f64), y);
    }
    var scratch: [rollingScratch(5)]f64 = undefined;
    rollingMean(&xs, 5, &out, 40, &scratch);
    for (out[0..36], 0..) |y, i| {
        try std.testing.expectEqual(if (i >= 7 and i <= 11) std.math.inf(f64) else 1, y);
    }
}
