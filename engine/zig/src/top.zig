//! The k largest of many.

const std = @import("std");
const keys_of = @import("keys.zig");
const simd = @import("simd.zig");
const vector = @import("vector.zig");

/// A candidate: its key (larger is better; NaN is worst) and where it was.
pub const Entry = extern struct { key: i64, index: u64 };

/// Writes the indices of the `k` <= n largest elements to `out`, largest first; of equal ones the
/// earlier is first; NaN comes after everything. `heap` has k entries.
///
/// A heap of the best so far has the worst of them on top; whatever is not better is passed over.
pub fn largest(xs: [*]const f64, n: usize, k: usize, out: [*]u32, heap: [*]Entry) void {
    if (k == 0) return;
    for (0..k) |i| heap[i] = .{ .key = rank(xs[i]), .index = i };
    var root = k / 2;
    while (root > 0) {
        root -= 1;
        siftDown(heap, root, k);
    }
    var i = k;
    while (i < n) {
        if (i + 8 <= n) {
            const better = ranks(vector.load(xs + i)) > @as(simd.I, @splat(heap[0].key));
            if (!@reduce(.Or, better)) {
                i += 8;
                continue;
            }
        }
        const end = @min(i + 8, n);
        while (i < end) : (i += 1) {
            const key = rank(xs[i]);
            if (key <= heap[0].key) continue;
            heap[0] = .{ .key = key, .index = i };
            siftDown(heap, 0, k);
        }
    }
    // Taking the worst again and again fills the result from its end.
    var left = k;
    while (left > 0) {
        left -= 1;
        out[left] = @intCast(heap[0].index);
        heap[0] = heap[left];
        siftDown(heap, 0, left);
    }
}

fn ranks(x: vector.F) simd.I {
    const keys = keys_of.toKeys(.ascending, x);
    // 0.0 and -0.0 are equal here, so that the earlier is first.
    const zero = @select(i64, x == @as(vector.F, @splat(0)), @as(simd.I, @splat(0)), keys);
    return @select(i64, x == x, zero, @as(simd.I, @splat(std.math.minInt(i64))));
}

fn rank(x: f64) i64 {
    return ranks(@splat(x))[0];
}

fn isWorse(a: Entry, b: Entry) bool {
    return a.key < b.key or (a.key == b.key and a.index > b.index);
}

/// Puts the entry at `start` where it belongs; every parent is worse than its children.
fn siftDown(heap: [*]Entry, start: usize, n: usize) void {
    var at = start;
    while (true) {
        var worst = at;
        for ([_]usize{ 2 * at + 1, 2 * at + 2 }) |child| {
            if (child < n and isWorse(heap[child], heap[worst])) worst = child;
        }
        if (worst == at) return;
        std.mem.swap(Entry, &heap[at], &heap[worst]);
        at = worst;
    }
}

test "largest of every small length and k" {
    var generator = std.Random.DefaultPrng.init(17);
    const random = generator.random();
    const values = [_]f64{ 1, 2, 3, -1, 0.0, -0.0, std.math.nan(f64), std.math.inf(f64) };
    var xs: [40]f64 = undefined;
    var heap: [40]Entry = undefined;
    var out: [40]u32 = undefined;
    for (0..xs.len + 1) |n| {
        for (xs[0..n]) |*x| x.* = values[random.uintLessThan(usize, values.len)];
        for (0..n + 1) |k| {
            largest(&xs, n, k, &out, &heap);
            var used: [40]bool = @splat(false);
            for (out[0..k]) |chosen| {
                var best: ?usize = null;
                for (0..n) |i| {
                    if (!used[i] and (best == null or rank(xs[i]) > rank(xs[best.?]))) best = i;
                }
                try std.testing.expectEqual(best.?, chosen);
                used[chosen] = true;
            }
        }
    }
}
