//! Moving the keys below a pivot to the front, in place: the inner loop of quicksort.
//!
//! Where the machine can permute vectors by a variable order, a whole vector is split at a time: one
//! permutation puts its keys below the pivot first and the others last, and it is then stored at both ends
//! of the room that is free, which each grow by what is theirs. Room comes from blocks of both ends
//! that were set aside, and by reading on from the side that has less of it (after Bramas, A Novel Hybrid
//! Quicksort, IJACSA 2017, and Highway's vqsort, Blacher et al., 2022). Elsewhere keys move one at a time,
//! without branches (Lomuto's scheme).

const std = @import("std");
const keys_of = @import("keys.zig");
const simd = @import("simd.zig");
const vector = @import("vector.zig");

/// Keys in one register.
const width = if (simd.can_permute) simd.register_lanes else 1;
const R = @Vector(width, i64);
/// Keys read at a time.
const block = 4 * width;

/// The fewest keys that `partition` works on.
pub const least = 2 * block + width;

/// Moves the keys below `pivot` to the front of `n` >= `least` keys; answers how many there are.
pub fn partition(keys: [*]i64, n: usize, pivot: i64) usize {
    if (!simd.can_permute) return partitionSingly(keys, n, pivot);
    std.debug.assert(n >= least);

    // What is over at the end, so that whole blocks are left between the two set aside.
    const tail = n % width;
    const last = block + (n - tail) % block;
    var aside: [3 * block]i64 align(64) = undefined;
    var tail_keys: [width]i64 = undefined;
    @memcpy(aside[0..block], keys[0..block]);
    const last_start = n - tail - last;
    @memcpy(aside[block..][0..last], keys[last_start..][0..last]);
    for (tail_keys[0..tail], keys[n - tail ..]) |*to, key| to.* = key;

    var halves: Halves = .{ .below = keys, .above = keys + n, .pivot = @splat(pivot) };
    var from = keys + block;
    var to = keys + last_start;
    // One block is read before the one before it is stored, so that the processor need not wait for the
    // counts of the one to know where the next is.
    var ahead: [4]R = undefined;
    const is_any = @intFromPtr(from) < @intFromPtr(to);
    if (is_any) {
        ahead = loadBlock(from);
        from += block;
    }
    while (@intFromPtr(from) < @intFromPtr(to)) {
        // The side with less room gets more; the other has a block's worth already.
        const left_room = @intFromPtr(from) - @intFromPtr(halves.below);
        const right_room = @intFromPtr(halves.above) - @intFromPtr(to);
        const is_left = left_room <= right_room;
        to -= if (is_left) @as(usize, 0) else block;
        const source = if (is_left) from else to;
        from += if (is_left) @as(usize, block) else 0;
        const x = ahead;
        ahead = loadBlock(source);
        inline for (x) |part| halves.add(part);
    }
    if (is_any) {
        inline for (ahead) |part| halves.add(part);
    }
    // The odd ones first: from then on the room is whole vectors, and the last store fills it.
    for (tail_keys[0..tail]) |key| halves.addOne(key);
    var i: usize = 0;
    while (i < block + last) : (i += width) halves.add(load(aside[i..].ptr));
    return (@intFromPtr(halves.below) - @intFromPtr(keys)) / @sizeOf(i64);
}

/// As `partition`, of the keys of `n` >= `width` floats, written to `out`, which does not overlap `xs`.
pub fn partitionFloats(
    comptime order: keys_of.Order,
    xs: [*]const f64,
    out: [*]i64,
    n: usize,
    pivot: i64,
) usize {
    if (!simd.can_permute) {
        keys_of.encode(order, xs, out, n);
        return partitionSingly(out, n, pivot);
    }
    var halves: Halves = .{ .below = out, .above = out + n, .pivot = @splat(pivot) };
    const tail = n % vector.lanes;
    for (xs[n - tail .. n]) |x| halves.addOne(keys_of.toKey(order, x));
    var i: usize = 0;
    while (i + vector.lanes <= n) : (i += vector.lanes) {
        const keys: [vector.lanes]i64 = keys_of.toKeys(order, vector.load(xs + i));
        inline for (0..vector.lanes / width) |v| halves.add(keys[v * width ..][0..width].*);
    }
    return (@intFromPtr(halves.below) - @intFromPtr(out)) / @sizeOf(i64);
}

/// The two ends of the free room, which grow towards each other.
const Halves = struct {
    below: [*]i64,
    above: [*]i64,
    pivot: R,

    /// Adds the keys of a vector; there is room for one, or for two and more.
    inline fn add(self: *Halves, x: R) void {
        const is_below = x < self.pivot;
        const parted = simd.part(x, is_below);
        store(self.below, parted);
        store(self.above - width, parted);
        const count: usize = @popCount(@as(std.meta.Int(.unsigned, width), @bitCast(is_below)));
        self.below += count;
        self.above = self.above - width + count;
    }

    inline fn addOne(self: *Halves, key: i64) void {
        self.below[0] = key;
        (self.above - 1)[0] = key;
        const is_below = @intFromBool(key < self.pivot[0]);
        self.below += is_below;
        self.above = self.above - 1 + is_below;
    }
};

fn partitionSingly(keys: [*]i64, n: usize, pivot: i64) usize {
    var below: usize = 0;
    for (0..n) |i| {
        const key = keys[i];
        keys[i] = keys[below];
        keys[below] = key;
        below += @intFromBool(key < pivot);
    }
    return below;
}

inline fn load(p: [*]const i64) R {
    return @as(*align(8) const R, @ptrCast(p)).*;
}

inline fn loadBlock(p: [*]const i64) [4]R {
    var x: [4]R = undefined;
    inline for (&x, 0..) |*part, v| part.* = load(p + v * width);
    return x;
}

inline fn store(p: [*]i64, x: R) void {
    @as(*align(8) R, @ptrCast(p)).* = x;
}

test "partition of every length from the least, with pivots from below all to above all" {
    var random = std.Random.DefaultPrng.init(2);
    var xs: [400]f64 = undefined;
    var keys: [402]i64 = undefined;
    for (@max(least, 8)..xs.len + 1) |n| {
        for ([_]u64{ 1, 2, 10, 1000 }) |range| {
            for (xs[0..n]) |*x| x.* = @floatFromInt(random.random().uintLessThan(u64, range));
            const half: f64 = @floatFromInt(range / 2);
            for ([_]f64{ -1, half, @floatFromInt(range) }) |middle| {
                const pivot = keys_of.toKey(.ascending, middle);
                var expected: usize = 0;
                for (xs[0..n]) |x| expected += @intFromBool(x < middle);
                keys[0] = 77;
                keys[n + 1] = 78;
                const inside = keys[1 .. n + 1];
                for ([_]bool{ true, false }) |in_place| {
                    if (in_place) {
                        keys_of.encode(.ascending, &xs, inside.ptr, n);
                        try std.testing.expectEqual(expected, partition(inside.ptr, n, pivot));
                    } else {
                        const found = partitionFloats(.ascending, &xs, inside.ptr, n, pivot);
                        try std.testing.expectEqual(expected, found);
                    }
                    for (inside[0..expected]) |key| try std.testing.expect(key < pivot);
                    for (inside[expected..]) |key| try std.testing.expect(key >= pivot);
                    var sorted = keys;
                    var wanted: [400]i64 = undefined;
                    keys_of.encode(.ascending, &xs, &wanted, n);
                    std.sort.pdq(i64, wanted[0..n], {}, std.sort.asc(i64));
                    std.sort.pdq(i64, sorted[1..][0..n], {}, std.sort.asc(i64));
                    try std.testing.expectEqualSlices(i64, wanted[0..n], sorted[1..][0..n]);
                    try std.testing.expectEqual(77, keys[0]);
                    try std.testing.expectEqual(78, keys[n + 1]);
                }
            }
        }
    }
}
