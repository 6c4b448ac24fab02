//! Sorting up to 128 integers in vector registers, without a branch that depends on the data.
//!
//! Up to 32: each vector is sorted by itself, then runs of vectors are merged in pairs by bitonic merging
//! (Batcher, AFIPS 1968). More: the vectors are the rows of a matrix; its columns are sorted, all
//! eight at once, and then merged in pairs, where most steps again compare whole rows (an idea of
//! Highway's vqsort, Blacher et al., 2022); at the end the matrix is transposed.

const std = @import("std");
const simd = @import("simd.zig");
const I = simd.I;
const lanes = 8;

/// The most integers that `sortSmall` sorts.
pub const small_max = 128;

/// Sorts `n` <= 128 integers where they are.
pub fn sortSmall(keys: [*]i64, n: usize) void {
    if (n <= 1) return;
    if (n <= 8) return sortVectors(1, keys, n);
    if (n <= 16) return sortVectors(2, keys, n);
    if (n <= 32) return sortVectors(4, keys, n);
    if (n <= 64) return sortMatrix(8, keys, n);
    return sortMatrix(16, keys, n);
}

fn sortVectors(comptime count: usize, keys: [*]i64, n: usize) void {
    std.debug.assert(n > count * lanes / 2 or count == 1);
    std.debug.assert(n <= count * lanes);
    @setEvalBranchQuota(10_000);
    var v: [count]I = undefined;
    // Lanes beyond the end hold the largest integer, and so stay beyond it.
    for (&v, 0..) |*x, i| x.* = loadPadded(keys, i * lanes, n);
    inline for (&v) |*x| x.* = sortLanes(x.*);
    comptime var run = 1;
    inline while (run < count) : (run *= 2) {
        inline for (0..count / (2 * run)) |pair| {
            mergeRuns(run, v[pair * 2 * run ..][0 .. 2 * run]);
        }
    }
    for (v, 0..) |x, i| storeInside(keys, i * lanes, n, x);
}

inline fn loadPadded(keys: [*]const i64, i: usize, n: usize) I {
    if (i + lanes <= n) return @as(*align(8) const I, @ptrCast(keys + i)).*;
    var part: [lanes]i64 = @splat(std.math.maxInt(i64));
    if (i < n) {
        for (0..n - i) |k| part[k] = keys[i + k];
    }
    return part;
}

inline fn storeInside(keys: [*]i64, i: usize, n: usize, x: I) void {
    if (i + lanes <= n) {
        @as(*align(8) I, @ptrCast(keys + i)).* = x;
    } else if (i < n) {
        const all: [lanes]i64 = x;
        for (0..n - i) |k| keys[i + k] = all[k];
    }
}

/// Sorts the lanes of one vector.
pub inline fn sortLanes(x: I) I {
    var v = exchange(1, x);
    v = exchange(1, exchange(3, v));
    return exchange(1, exchange(2, exchange(7, v)));
}

/// Compares lane i with lane i ^ mask; the one with the mask's highest bit set gets the larger.
inline fn exchange(comptime mask: u3, v: I) I {
    const pattern = comptime patterns[mask];
    const other = @shuffle(i64, v, undefined, pattern.partner);
    return @select(i64, pattern.upper, @max(v, other), @min(v, other));
}

const Pattern = struct { partner: @Vector(lanes, i32), upper: @Vector(lanes, bool) };

/// Partners and takers of the larger for each mask.
const patterns = blk: {
    @setEvalBranchQuota(10_000);
    var result: [lanes]Pattern = undefined;
    for (1..lanes) |mask| {
        const top = std.math.floorPowerOfTwo(usize, mask);
        for (0..lanes) |i| {
            result[mask].partner[i] = i ^ mask;
            result[mask].upper[i] = i & top != 0;
        }
    }
    break :blk result;
};

/// Sorts n <= 8 rows integers.
fn sortMatrix(comptime rows: usize, keys: [*]i64, n: usize) void {
    @setEvalBranchQuota(20_000);
    std.debug.assert(n > rows * lanes / 2 and n <= rows * lanes);
    var v: [rows]I = undefined;
    inline for (&v, 0..) |*x, i| x.* = loadPadded(keys, i * lanes, n);
    sortColumns(rows, &v);
    // From here on a sorted sequence is the columns of 1, 2, 4 and then 8 lanes, one after the other.
    inline for (.{ 1, 3, 7 }) |mask| {
        mergeColumns(rows, mask, &v);
        comptime var distance = (mask + 1) / 4;
        inline while (distance > 0) : (distance /= 2) {
            inline for (&v) |*x| x.* = exchange(distance, x.*);
        }
        cleanColumns(rows, &v);
    }
    inline for (0..rows / lanes) |block| {
        const columns = transpose(v[block * lanes ..][0..lanes].*);
        inline for (columns, 0..) |column, c| {
            storeInside(keys, c * rows + block * lanes, n, column);
        }
    }
}

/// Sorts each column: Batcher's odd-even merge sort (Knuth, TAOCP 3, 5.2.2, algorithm M).
inline fn sortColumns(comptime rows: usize, v: *[rows]I) void {
    comptime var p = rows / 2;
    inline while (p > 0) : (p /= 2) {
        comptime var q = rows / 2;
        comptime var r = 0;
        comptime var d = p;
        inline while (true) {
            inline for (0..rows - d) |i| {
                if (i & p == r) compareExchange(&v[i], &v[i + d]);
            }
            if (q == p) break;
            d = q - p;
            q /= 2;
            r = p;
        }
    }
}

/// Compares the sequences of neighbouring groups of lanes, one of them backwards: what is at (row,
/// lane) with what is at (rows - 1 - row, lane ^ mask). The lower lanes get the smaller.
inline fn mergeColumns(comptime rows: usize, comptime mask: u3, v: *[rows]I) void {
    const pattern = comptime patterns[mask];
    inline for (0..rows / 2) |i| {
        const a = v[i];
        const b = v[rows - 1 - i];
        const turned_a = @shuffle(i64, a, undefined, pattern.partner);
        const turned_b = @shuffle(i64, b, undefined, pattern.partner);
        v[i] = @select(i64, pattern.upper, @max(a, turned_b), @min(a, turned_b));
        v[rows - 1 - i] = @select(i64, pattern.upper, @max(b, turned_a), @min(b, turned_a));
    }
}

/// Sorts each column, which is bitonic.
inline fn cleanColumns(comptime rows: usize, v: *[rows]I) void {
    comptime var stride = rows / 2;
    inline while (stride > 0) : (stride /= 2) {
        inline for (0..rows) |i| {
            if (i & stride == 0) compareExchange(&v[i], &v[i + stride]);
        }
    }
}

/// Rows as columns.
pub inline fn transpose(rows: [lanes]I) [lanes]I {
    var v = rows;
    inline for (.{ 4, 2, 1 }) |d| {
        comptime var low: @Vector(lanes, i32) = undefined;
        comptime var high: @Vector(lanes, i32) = undefined;
        comptime for (0..lanes) |l| {
            // Negative indices mean the second vector.
            low[l] = if (l & d == 0) l else ~@as(i32, l - d);
            high[l] = if (l & d == 0) l + d else ~@as(i32, l);
        };
        inline for (0..lanes) |i| {
            if (i & d == 0) {
                const a = v[i];
                const b = v[i + d];
                v[i] = @shuffle(i64, a, b, low);
                v[i + d] = @shuffle(i64, a, b, high);
            }
        }
    }
    return v;
}

/// Merges two sorted runs of `run` vectors each.
inline fn mergeRuns(comptime run: usize, v: *[2 * run]I) void {
    // A rising run followed by a falling one is bitonic: hence the second is read backwards.
    inline for (0..run / 2) |i| {
        const mirrored = backwards(v[2 * run - 1 - i]);
        v[2 * run - 1 - i] = backwards(v[run + i]);
        v[run + i] = mirrored;
    }
    if (run == 1) v[1] = backwards(v[1]);
    inline for (0..run) |i| compareExchange(&v[i], &v[run + i]);
    comptime var stride = run / 2;
    inline while (stride > 0) : (stride /= 2) {
        inline for (0..2 * run) |i| {
            if (i & stride == 0) compareExchange(&v[i], &v[i + stride]);
        }
    }
    inline for (v) |*x| x.* = exchange(1, exchange(2, exchange(4, x.*)));
}

inline fn compareExchange(a: *I, b: *I) void {
    const low = @min(a.*, b.*);
    b.* = @max(a.*, b.*);
    a.* = low;
}

inline fn backwards(v: I) I {
    return @shuffle(i64, v, undefined, [_]i32{ 7, 6, 5, 4, 3, 2, 1, 0 });
}

test "sortSmall sorts every 0-1 list of up to 16 and random ones of every length" {
    // A network that sorts all lists of zeros and ones sorts everything (Knuth, TAOCP 3, 5.3.4).
    for (0..17) |n| {
        for (0..@as(usize, 1) << @intCast(n)) |bits| {
            var keys: [16]i64 = undefined;
            for (keys[0..n], 0..) |*k, i| k.* = @intCast(bits >> @intCast(i) & 1);
            sortSmall(&keys, n);
            try std.testing.expect(std.sort.isSorted(i64, keys[0..n], {}, std.sort.asc(i64)));
            const ones: usize = @popCount(bits);
            for (keys[0..n], 0..) |k, i| {
                try std.testing.expectEqual(@as(i64, @intFromBool(i >= n - ones)), k);
            }
        }
    }
    var random = std.Random.DefaultPrng.init(3);
    for (0..small_max + 1) |n| {
        for (0..50) |_| {
            var keys: [small_max]i64 = undefined;
            for (keys[0..n]) |*k| k.* = random.random().int(i64) >> 55;
            var expected = keys;
            std.sort.insertion(i64, expected[0..n], {}, std.sort.asc(i64));
            sortSmall(&keys, n);
            try std.testing.expectEqualSlices(i64, expected[0..n], keys[0..n]);
        }
    }
}
