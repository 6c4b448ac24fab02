//! Running results: each element depends on those before it.

const std = @import("std");
const vector = @import("vector.zig");
const sum = @import("sum.zig");
const F = vector.F;
const lanes = vector.lanes;

/// The running sum. `out` may be `xs`.
///
/// Eight elements at a time by shifted additions; the sum so far is carried as a pair (see
/// `sum.zig`), so that the last element is as accurate as the sum itself.
pub fn cumulative(xs: [*]const f64, out: [*]f64, n: usize) callconv(.c) void {
    var high: F = @splat(0);
    var low: F = @splat(0);
    var i: usize = 0;
    while (i < n) : (i += lanes) {
        const whole = i + lanes <= n;
        const x = if (whole) vector.load(xs + i) else vector.loadPart(xs + i, n - i, 0);
        const p = prefix(x);
        const result = high + (p + low);
        if (whole) vector.store(out + i, result) else vector.storePart(out + i, n - i, result);

        const last: F = @shuffle(f64, p, undefined, @as(@Vector(lanes, i32), @splat(lanes - 1)));
        const s = high + last;
        const back = s - high;
        const lost = (high - (s - back)) + (last - back);
        // After an overflow or infinity what was lost is NaN, and no longer matters.
        low = @select(f64, lost == lost, low + lost, low);
        high = s;
    }
}

inline fn prefix(x: F) F {
    const zero: F = @splat(0);
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

/// The means of every `window` (1..n) consecutive elements; `out` has n - window + 1 elements and
/// does not overlap `xs`; `scratch` has `window`.
///
/// A window that begins in one stretch of `window` elements ends in the next: it is a tail of the
/// first and a head of the second, and both are running sums (van Herk, Pattern Recognition Letters
/// 13, 1992, for minima). Nothing is ever subtracted, so nothing cancels, and a NaN or infinity
/// reaches just the windows it is in.
pub fn rollingMean(
    xs: [*]const f64,
    window: usize,
    out: [*]f64,
    n: usize,
    scratch: [*]f64,
) callconv(.c) void {
    const count = n - window + 1;
    const divisor = sum.toFloat(window);
    var start: usize = 0;
    while (start < count) : (start += window) {
        var tail: Running = .{};
        var k = window;
        while (k > 0) {
            k -= 1;
            scratch[k] = tail.add(xs[start + k]);
        }
        out[start] = scratch[0] / divisor;
        var head: Running = .{};
        const steps = @min(window, count - start);
        for (1..@max(steps, 1)) |j| {
            const sum_of_head = head.add(xs[start + window + j - 1]);
            out[start + j] = (scratch[j] + sum_of_head) / divisor;
        }
    }
}

/// A sum with its rounding error kept apart.
const Running = struct {
    high: f64 = 0,
    low: f64 = 0,

    /// Adds and answers with the sum so far.
    inline fn add(self: *Running, x: f64) f64 {
        const s = self.high + x;
        const back = s - self.high;
        self.low += (self.high - (s - back)) + (x - back);
        self.high = s;
        const both = s + self.low;
        return if (both == both) both else s;
    }
};

test "running sums and means of every small length equal the plain ones on integers" {
    var xs: [60]f64 = undefined;
    var out: [60]f64 = undefined;
    var scratch: [60]f64 = undefined;
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

test "an infinity reaches what comes after it, and only windows it is in" {
    var xs: [40]f64 = @splat(1);
    xs[11] = std.math.inf(f64);
    var out: [40]f64 = undefined;
    cumulative(&xs, &out, 40);
    for (out, 0..) |y, i| {
        try std.testing.expectEqual(if (i < 11) sum.toFloat(i + 1) else std.math.inf(f64), y);
    }
    var scratch: [5]f64 = undefined;
    rollingMean(&xs, 5, &out, 40, &scratch);
    for (out[0..36], 0..) |y, i| {
        try std.testing.expectEqual(if (i >= 7 and i <= 11) std.math.inf(f64) else 1, y);
    }
}
