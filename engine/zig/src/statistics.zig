//! Histograms and the values of a list with how often each occurs.

const std = @import("std");

/// Counts how many of `xs` fall between neighbours of `edges`, which has counts.len + 1 rising
/// elements; the last interval includes its end. All of `xs` are within the edges.
pub fn histogram(xs: []const f64, edges: []const f64, counts: []f64) void {
    const bins = counts.len;
    const low = edges[0];
    const per_unit = @as(f64, @floatFromInt(bins)) / (edges[bins] - low);
    @memset(counts, 0);
    for (xs) |x| {
        const guess = (x - low) * per_unit;
        var bin: usize = if (guess >= @as(f64, @floatFromInt(bins))) bins - 1 else @intFromFloat(guess);
        // The guess was rounded; the edges decide.
        if (x < edges[bin]) bin -= 1;
        if (bin + 1 < bins and x >= edges[bin + 1]) bin += 1;
        counts[bin] += 1;
    }
}

/// Replaces sorted `xs` by its distinct values and writes how often each occurs; answers how many
/// there are. All NaN count as one value, both zeros as 0.0.
pub fn countRuns(xs: []f64, counts: []f64) usize {
    var distinct: usize = 0;
    for (xs) |x| {
        if (distinct > 0 and isSame(xs[distinct - 1], x)) {
            counts[distinct - 1] += 1;
        } else {
            xs[distinct] = x + 0.0;
            counts[distinct] = 1;
            distinct += 1;
        }
    }
    return distinct;
}

fn isSame(a: f64, b: f64) bool {
    return a == b or (std.math.isNan(a) and std.math.isNan(b));
}

/// Between the sorted neighbours `a` and `b`, at the share `t` of the way.
pub fn interpolate(a: f64, b: f64, t: f64) f64 {
    if (a == b or t == 0) return a;
    if (t == 1) return b;
    const way = b - a;
    if (std.math.isInf(way)) return a * (1 - t) + b * t;
    return if (t < 0.5) a + way * t else b - way * (1 - t);
}

test "values at the edges are counted where they belong" {
    const edges = [_]f64{ 0, 0.1, 0.2, 0.30000000000000004 };
    var counts: [3]f64 = undefined;
    histogram(&.{ 0, 0.1, 0.09999999999999999, 0.2, 0.30000000000000004, 0.25 }, &edges, &counts);
    try std.testing.expectEqualSlices(f64, &.{ 2, 1, 3 }, &counts);
}

test "countRuns joins zeros and NaN" {
    const nan = std.math.nan(f64);
    var xs = [_]f64{ -1, -0.0, 0.0, 2, 2, nan, nan };
    var counts: [7]f64 = undefined;
    try std.testing.expectEqual(@as(usize, 4), countRuns(&xs, &counts));
    try std.testing.expectEqualSlices(f64, &.{ 1, 2, 2, 2 }, counts[0..4]);
    try std.testing.expectEqual(@as(u64, 0), @as(u64, @bitCast(xs[1])));
}

test "interpolate does not overflow between huge values" {
    try std.testing.expectEqual(@as(f64, 0), interpolate(-1.7e308, 1.7e308, 0.5));
    const inf = std.math.inf(f64);
    try std.testing.expectEqual(inf, interpolate(1, inf, 0.5));
    try std.testing.expectEqual(inf, interpolate(inf, inf, 0.5));
}
