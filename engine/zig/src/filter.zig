//! Elements above or below a bound, and elements equal to a value. NaN is neither above nor below
//! anything and equal to nothing.

const std = @import("std");
const vector = @import("vector.zig");
const simd = @import("simd.zig");
const F = vector.F;
const lanes = vector.lanes;

/// Which elements are meant.
pub const Test = enum(u32) { equal, above, below };

inline fn passes(comptime t: Test, x: anytype, bound: @TypeOf(x)) @TypeOf(x == bound) {
    return switch (t) {
        .equal => x == bound,
        .above => x > bound,
        .below => x < bound,
    };
}

/// How many of the elements pass.
pub fn count(t: Test, xs: [*]const f64, n: usize, bound: f64) callconv(.c) usize {
    return switch (t) {
        inline else => |known| countWhere(known, xs, n, bound),
    };
}

inline fn countWhere(comptime t: Test, xs: [*]const f64, n: usize, bound: f64) usize {
    const C = @Vector(lanes, u64);
    var counts: [4]C = @splat(@as(C, @splat(0)));
    const b: F = @splat(bound);
    var i: usize = 0;
    while (i + 4 * lanes <= n) : (i += 4 * lanes) {
        inline for (0..4) |v| {
            const hit = passes(t, vector.load(xs + i + v * lanes), b);
            counts[v] += @select(u64, hit, @as(C, @splat(1)), @as(C, @splat(0)));
        }
    }
    var total: usize = @intCast(@reduce(.Add, (counts[0] + counts[1]) + (counts[2] + counts[3])));
    while (i < n) : (i += 1) total += @intFromBool(passes(t, xs[i], bound));
    return total;
}

/// Copies the elements that pass to `out`, which has room for exactly those (`room` of them; the rest
/// of `out` is arbitrary when they are fewer).
pub fn keep(
    t: Test,
    xs: [*]const f64,
    n: usize,
    bound: f64,
    out: [*]f64,
    room: usize,
) callconv(.c) void {
    switch (t) {
        inline else => |known| keepWhere(known, xs, n, bound, out, room),
    }
}

inline fn keepWhere(
    comptime t: Test,
    xs: [*]const f64,
    n: usize,
    bound: f64,
    out: [*]f64,
    room: usize,
) void {
    var at: usize = 0;
    var i: usize = 0;
    if (simd.can_permute) {
        const width = simd.register_lanes;
        const R = @Vector(width, f64);
        const b: R = @splat(bound);
        // Whole vectors are stored, so this stops short of the end of `out`.
        while (i + width <= n and at + width <= room) : (i += width) {
            const x = @as(*align(8) const R, @ptrCast(xs + i)).*;
            const mask = passes(t, x, b);
            const parted: R = @bitCast(simd.part(@bitCast(x), mask));
            @as(*align(8) R, @ptrCast(out + at)).* = parted;
            at += @popCount(@as(std.meta.Int(.unsigned, width), @bitCast(mask)));
        }
    }
    while (at < room and i < n) : (i += 1) {
        out[at] = xs[i];
        at += @intFromBool(passes(t, xs[i], bound));
    }
}

/// Writes the indices of the elements that pass to `out`, which has room for exactly those.
pub fn indices(
    t: Test,
    xs: [*]const f64,
    n: usize,
    bound: f64,
    out: [*]u32,
    room: usize,
) callconv(.c) void {
    switch (t) {
        inline else => |known| indicesWhere(known, xs, n, bound, out, room),
    }
}

inline fn indicesWhere(
    comptime t: Test,
    xs: [*]const f64,
    n: usize,
    bound: f64,
    out: [*]u32,
    room: usize,
) void {
    var at: usize = 0;
    var i: usize = 0;
    if (simd.can_permute) {
        const width = simd.register_lanes;
        const R = @Vector(width, f64);
        const b: R = @splat(bound);
        var places: @Vector(width, i64) = std.simd.iota(i64, width);
        // Whole vectors are stored, as in `keepWhere`.
        while (i + width <= n and at + width <= room) : (i += width) {
            const x = @as(*align(8) const R, @ptrCast(xs + i)).*;
            const mask = passes(t, x, b);
            const parted: @Vector(width, u64) = @bitCast(simd.part(places, mask));
            @as(*align(4) @Vector(width, u32), @ptrCast(out + at)).* = @truncate(parted);
            at += @popCount(@as(std.meta.Int(.unsigned, width), @bitCast(mask)));
            places += @splat(width);
        }
    }
    while (at < room and i < n) : (i += 1) {
        out[at] = @intCast(i);
        at += @intFromBool(passes(t, xs[i], bound));
    }
}

test "filters of every small length" {
    var xs: [70]f64 = undefined;
    for (&xs, 0..) |*x, i| {
        x.* = if (i % 11 == 10) std.math.nan(f64) else @floatFromInt((i * 7) % 10);
    }
    for (0..xs.len + 1) |n| {
        inline for (.{ Test.equal, Test.above, Test.below }) |t| {
            for (0..11) |b| {
                const bound: f64 = @floatFromInt(b);
                var expected: [70]u32 = undefined;
                var expected_count: usize = 0;
                for (xs[0..n], 0..) |x, i| {
                    if (passes(t, x, bound)) {
                        expected[expected_count] = @intCast(i);
                        expected_count += 1;
                    }
                }
                try std.testing.expectEqual(expected_count, count(t, &xs, n, bound));
                var kept: [71]f64 = undefined;
                kept[expected_count] = -77;
                keep(t, &xs, n, bound, &kept, expected_count);
                try std.testing.expectEqual(@as(f64, -77), kept[expected_count]);
                var found: [70]u32 = undefined;
                indices(t, &xs, n, bound, &found, expected_count);
                for (0..expected_count) |i| {
                    try std.testing.expectEqual(xs[expected[i]], kept[i]);
                    try std.testing.expectEqual(expected[i], found[i]);
                }
            }
        }
    }
}
