//! Sorting and selecting integers, and the orders made of them.
//!
//! A quicksort (`partition.zig`) down to networks of 128. Should pivots be bad again and again, heapsort
//! takes over, so the time is n log n whatever the input.

const std = @import("std");
const keys_of = @import("keys.zig");
const network = @import("network.zig");
const partitions = @import("partition.zig");
const simd = @import("simd.zig");
const vector = @import("vector.zig");
const I = simd.I;
const Order = keys_of.Order;
const lanes = vector.lanes;

/// Lists from this length on are split while they are turned into keys, which saves a pass over them.
const large = 1 << 14;

/// Sorts `n` floats of `xs` into `out`, which may be `xs` and does not overlap it otherwise.
pub fn sort(order: Order, xs: [*]const f64, out: [*]f64, n: usize) callconv(.c) void {
    const keys: [*]i64 = @ptrCast(out);
    switch (order) {
        inline else => |known| {
            if (n < large or xs == out) {
                keys_of.encode(known, xs, keys, n);
                return quicksort(known, keys, n, depthMax(n));
            }
            var sample: [64]i64 = undefined;
            for (0..lanes) |i| {
                const places = xs + (2 * i + 1) * n / 16;
                store(sample[i * lanes ..].ptr, keys_of.toKeys(known, vector.load(places)));
            }
            network.sortSmall(&sample, sample.len);
            const below = partitions.partitionFloats(known, xs, keys, n, sample[32]);
            quicksort(known, keys, below, depthMax(n));
            quicksort(known, keys + below, n - below, depthMax(n));
        },
    }
}

/// Writes to `out` the indices of the `n` < 2^31 floats in their order; equal ones keep theirs.
/// `packed_keys` has n elements.
///
/// The index takes the place of the lowest bits of the key, so that sorting integers sorts both. Where
/// the bits left do not tell neighbours apart, those are sorted again by the bits that were lost.
pub fn sortIndices(
    order: Order,
    xs: [*]const f64,
    out: [*]u32,
    n: usize,
    packed_keys: [*]i64,
) callconv(.c) void {
    if (n == 0) return;
    switch (order) {
        inline else => |known| {
            const bits: u6 = @intCast(@max(1, std.math.log2_int_ceil(usize, n)));
            const mask: i64 = (@as(i64, 1) << bits) - 1;
            packIndices(known, xs, packed_keys, n, mask);
            sortKeys(packed_keys, n);

            var i: usize = 0;
            while (i < n) {
                const head = packed_keys[i] | mask;
                var end = i + 1;
                while (end < n and packed_keys[end] | mask == head) end += 1;
                if (end - i > 1) sortRun(known, xs, packed_keys + i, end - i, bits);
                i = end;
            }
            for (0..n) |k| out[k] = @intCast(packed_keys[k] & mask);
        },
    }
}

fn packIndices(
    comptime order: Order,
    xs: [*]const f64,
    packed_keys: [*]i64,
    n: usize,
    mask: i64,
) void {
    const high: I = @splat(~mask);
    var index: I = .{ 0, 1, 2, 3, 4, 5, 6, 7 };
    var i: usize = 0;
    while (i + lanes <= n) : (i += lanes) {
        const keys = keys_of.toKeys(order, vector.load(xs + i));
        @as(*align(8) I, @ptrCast(packed_keys + i)).* = (keys & high) | index;
        index += @as(I, @splat(lanes));
    }
    while (i < n) : (i += 1) {
        packed_keys[i] = (keys_of.toKey(order, xs[i]) & ~mask) | @as(i64, @intCast(i));
    }
}

/// Sorts a run whose high bits are equal by (low bits of the key, index); its indices are rising.
fn sortRun(
    comptime order: Order,
    xs: [*]const f64,
    run: [*]i64,
    n: usize,
    bits: u6,
) void {
    const mask: i64 = (@as(i64, 1) << bits) - 1;
    const high = run[0] & ~mask;
    var sorted = true;
    var before: i64 = 0;
    for (run[0..n]) |*place| {
        const index = place.* & mask;
        const low = keys_of.toKey(order, xs[@intCast(index)]) & mask;
        sorted = sorted and low >= before;
        before = low;
        place.* = (low << bits) | index;
    }
    if (!sorted) sortKeys(run, n);
    for (run[0..n]) |*place| place.* = high | (place.* & mask);
}

/// Sorts `n` integers where they are.
pub fn sortKeys(keys: [*]i64, n: usize) void {
    quicksort(null, keys, n, depthMax(n));
}

fn depthMax(n: usize) usize {
    return 2 * (std.math.log2_int(usize, @max(n, 2)) + 1);
}

/// Sorts keys, and turns them into floats unless `order` is null.
fn quicksort(comptime order: ?Order, all: [*]i64, total: usize, depth_max: usize) void {
    var keys = all;
    var n = total;
    var depth = depth_max;
    while (n > network.small_max) {
        if (depth == 0) {
            std.sort.heap(i64, keys[0..n], {}, std.sort.asc(i64));
            return finish(order, keys, n);
        }
        depth -= 1;
        const pivot = choosePivot(keys, n);
        const below = partitions.partition(keys, n, pivot);
        if (below == 0) {
            // The pivot is the smallest: those equal to it are in their places already.
            if (pivot == std.math.maxInt(i64)) return finish(order, keys, n);
            const equal = partitions.partition(keys, n, pivot + 1);
            finish(order, keys, equal);
            keys += equal;
            n -= equal;
        } else if (below < n - below) {
            quicksort(order, keys, below, depth);
            keys += below;
            n -= below;
        } else {
            quicksort(order, keys + below, n - below, depth);
            n = below;
        }
    }
    network.sortSmall(keys, n);
    finish(order, keys, n);
}

/// Done for each part as soon as it is sorted, while the caches have it.
inline fn finish(comptime order: ?Order, keys: [*]i64, n: usize) void {
    if (order) |known| keys_of.decode(known, @ptrCast(keys), n);
}

/// Moves keys so that the one at `rank` (< n) is what sorting would put there, with nothing larger before
/// it and nothing smaller after it.
pub fn selectKey(all: [*]i64, total: usize, rank: usize) void {
    var keys = all;
    var n = total;
    var at = rank;
    var depth = depthMax(n);
    while (n > network.small_max) {
        if (depth == 0) return std.sort.heap(i64, keys[0..n], {}, std.sort.asc(i64));
        depth -= 1;
        const pivot = choosePivot(keys, n);
        var below = partitions.partition(keys, n, pivot);
        if (below == 0) {
            if (pivot == std.math.maxInt(i64)) return;
            below = partitions.partition(keys, n, pivot + 1);
            if (at < below) return;
        }
        if (at < below) {
            n = below;
        } else {
            keys += below;
            n -= below;
            at -= below;
        }
    }
    network.sortSmall(keys, n);
}

/// A key near the middle: the median of 64 (of 8 for short lists) taken from evenly spread places.
fn choosePivot(keys: [*]const i64, n: usize) i64 {
    if (n < 1024) {
        var sample: I = undefined;
        inline for (0..lanes) |i| sample[i] = keys[(2 * i + 1) * n / 16];
        return network.sortLanes(sample)[4];
    }
    var sample: [64]i64 = undefined;
    for (0..lanes) |i| {
        const at = (2 * i + 1) * n / 16;
        @memcpy(sample[i * lanes ..][0..lanes], keys[at..][0..lanes]);
    }
    network.sortSmall(&sample, sample.len);
    return sample[32];
}

inline fn store(p: [*]i64, v: I) void {
    @as(*align(8) I, @ptrCast(p)).* = v;
}

const testing = std.testing;

/// Inputs known to be hard on quicksorts.
const Shape = enum { random, few, equal, rising, falling, organ, special };

fn fill(xs: []f64, shape: Shape, random: std.Random) void {
    const specials = [_]f64{ 0.0, -0.0, std.math.nan(f64), std.math.inf(f64), -std.math.inf(f64), 5e-324, 1 };
    for (xs, 0..) |*x, i| {
        x.* = switch (shape) {
            .random => random.floatNorm(f64),
            .few => @floatFromInt(random.uintLessThan(u32, 3)),
            .equal => 7,
            .rising => @floatFromInt(i),
            .falling => -@as(f64, @floatFromInt(i)),
            .organ => @floatFromInt(@min(i, xs.len - i)),
            .special => specials[random.uintLessThan(usize, specials.len)],
        };
    }
}

fn lessIndex(context: []const f64, a: u32, b: u32) bool {
    const x = keys_of.toKey(.ascending, context[a]);
    const y = keys_of.toKey(.ascending, context[b]);
    return x < y or (x == y and a < b);
}

test "sort, sortIndices and selectKey against the standard library's sort" {
    var generator = std.Random.DefaultPrng.init(11);
    const random = generator.random();
    const most = 3000;
    var xs: [most]f64 = undefined;
    var out: [most]f64 = undefined;
    var order: [most]u32 = undefined;
    var expected: [most]u32 = undefined;
    var first: [most]i64 = undefined;
    const lengths = [_]usize{ 129, 200, 256, 257, 500, 1023, 1024, 1500, 2999, 3000 };
    for (0..130 + lengths.len) |round| {
        const n = if (round < 130) round else lengths[round - 130];
        for (std.enums.values(Shape)) |shape| {
            fill(xs[0..n], shape, random);
            for (expected[0..n], 0..) |*e, i| e.* = @intCast(i);
            std.sort.pdq(u32, expected[0..n], @as([]const f64, xs[0..n]), lessIndex);

            sortIndices(.ascending, &xs, &order, n, &first);
            try testing.expectEqualSlices(u32, expected[0..n], order[0..n]);

            sort(.ascending, &xs, &out, n);
            for (expected[0..n], out[0..n]) |e, y| {
                const a = keys_of.toKey(.ascending, xs[e]);
                try testing.expectEqual(a, keys_of.toKey(.ascending, y));
            }
            sort(.descending, &xs, &out, n);
            for (1..@max(n, 1)) |i| {
                const a = keys_of.toKey(.descending, out[i - 1]);
                try testing.expect(a <= keys_of.toKey(.descending, out[i]));
            }
            if (n > 0) {
                const rank = random.uintLessThan(usize, n);
                keys_of.encode(.ascending, &xs, &first, n);
                selectKey(&first, n, rank);
                const wanted = keys_of.toKey(.ascending, xs[expected[rank]]);
                try testing.expectEqual(wanted, first[rank]);
                for (first[0..rank]) |k| try testing.expect(k <= wanted);
                for (first[rank..n]) |k| try testing.expect(k >= wanted);
            }
        }
    }
}

test "sortIndices tells floats apart that differ in their last bits only" {
    const n = 2000;
    var xs: [n]f64 = undefined;
    for (&xs, 0..) |*x, i| x.* = @bitCast(@as(u64, @bitCast(@as(f64, 1))) + (i * 7919) % n);
    var order: [n]u32 = undefined;
    var first: [n]i64 = undefined;
    sortIndices(.ascending, &xs, &order, n, &first);
    for (1..n) |i| try testing.expect(xs[order[i - 1]] < xs[order[i]]);
}
