//! From lists to a list of the same length, element by element.
//!
//! `out` may be one of the inputs itself; it must not overlap them otherwise. Results larger than the
//! caches are written past them (non-temporal stores), which saves reading the old contents.

const std = @import("std");
const builtin = @import("builtin");
const terms = @import("terms.zig");
const math = @import("math.zig");
const vector = @import("vector.zig");
const F = vector.F;
const lanes = vector.lanes;

/// Elements from which results bypass the caches: 16 MiB.
const stream_min = 1 << 21;

const can_stream = builtin.cpu.arch == .x86_64 and
    std.Target.x86.featureSetHas(builtin.cpu.features, .avx);

/// Writes the first `n` terms of a source.
pub inline fn write(source: anytype, out: [*]f64, n: usize) void {
    var i: usize = 0;
    if (can_stream and n >= stream_min) {
        const head: usize = (64 - @intFromPtr(out) % 64) % 64 / 8;
        if (head > 0) {
            vector.storePart(out, head, source.loadPart(0, head));
            i = head;
        }
        while (i + 4 * lanes <= n) : (i += 4 * lanes) {
            inline for (0..4) |v| stream(out + i + v * lanes, source.load(i + v * lanes));
        }
        asm volatile ("sfence" ::: .{ .memory = true });
    }
    while (i + 4 * lanes <= n) : (i += 4 * lanes) {
        var results: [4]F = undefined;
        inline for (0..4) |v| results[v] = source.load(i + v * lanes);
        inline for (0..4) |v| vector.store(out + i + v * lanes, results[v]);
    }
    while (i + lanes <= n) : (i += lanes) vector.store(out + i, source.load(i));
    if (i < n) vector.storePart(out + i, n - i, source.loadPart(i, n - i));
}

/// A store past the caches; `p` is aligned to 64 bytes.
inline fn stream(p: [*]f64, value: F) void {
    if (comptime std.Target.x86.featureSetHas(builtin.cpu.features, .avx512f)) {
        asm volatile ("vmovntpd %[value], (%[p])"
            :
            : [value] "v" (value),
              [p] "r" (p),
            : .{ .memory = true });
    } else {
        const halves: [2]@Vector(4, f64) = @bitCast(value);
        inline for (0..2) |h| {
            asm volatile ("vmovntpd %[value], (%[p])"
                :
                : [value] "x" (halves[h]),
                  [p] "r" (p + 4 * h),
                : .{ .memory = true });
        }
    }
}

const Two = fn ([*]const f64, [*]const f64, [*]f64, usize) callconv(.c) void;
const OneWith = fn ([*]const f64, f64, [*]f64, usize) callconv(.c) void;
const One = fn ([*]const f64, [*]f64, usize) callconv(.c) void;

fn two(comptime f: fn (F, F) callconv(.@"inline") F) Two {
    return struct {
        fn run(xs: [*]const f64, ys: [*]const f64, out: [*]f64, n: usize) callconv(.c) void {
            write(terms.Pairs(f){ .xs = xs, .ys = ys }, out, n);
        }
    }.run;
}

fn oneWith(comptime f: fn (F, F) callconv(.@"inline") F) OneWith {
    return struct {
        fn run(xs: [*]const f64, c: f64, out: [*]f64, n: usize) callconv(.c) void {
            write(terms.With(f){ .xs = xs, .c = @splat(c) }, out, n);
        }
    }.run;
}

fn one(comptime f: fn (F) callconv(.@"inline") F) One {
    return struct {
        fn run(xs: [*]const f64, out: [*]f64, n: usize) callconv(.c) void {
            write(terms.Each(f){ .xs = xs }, out, n);
        }
    }.run;
}

pub const add = two(terms.add);
pub const sub = two(terms.sub);
pub const mul = two(terms.mul);
pub const div = two(terms.div);
pub const scale = oneWith(terms.mul);
pub const shift = oneWith(terms.add);
pub const divideBy = oneWith(terms.div);
pub const absolute = one(struct {
    inline fn f(x: F) F {
        return @abs(x);
    }
}.f);
pub const root = one(struct {
    inline fn f(x: F) F {
        return @sqrt(x);
    }
}.f);
pub const exponential = one(math.exp);
pub const logarithm = one(math.log);

/// Each element, or the bound it is beyond; NaN stays.
pub fn clip(xs: [*]const f64, low: f64, high: f64, out: [*]f64, n: usize) callconv(.c) void {
    const Clipped = struct {
        xs: [*]const f64,
        low: F,
        high: F,

        inline fn f(self: @This(), x: F) F {
            const above = @select(f64, x < self.low, self.low, x);
            return @select(f64, above > self.high, self.high, above);
        }
        pub inline fn load(self: @This(), i: usize) F {
            return self.f(vector.load(self.xs + i));
        }
        pub inline fn loadPart(self: @This(), i: usize, count: usize) F {
            return self.f(vector.loadPart(self.xs + i, count, 0));
        }
    };
    write(Clipped{ .xs = xs, .low = @splat(low), .high = @splat(high) }, out, n);
}

/// exp(x - c) of each element.
pub fn shiftedExponential(xs: [*]const f64, c: f64, out: [*]f64, n: usize) callconv(.c) void {
    write(terms.Deviations(math.exp){ .xs = xs, .c = c }, out, n);
}

/// The differences of neighbours; `out` has n - 1 elements and does not overlap `xs`.
pub fn differences(xs: [*]const f64, out: [*]f64, n: usize) callconv(.c) void {
    if (n < 2) return;
    write(terms.Pairs(terms.sub){ .xs = xs + 1, .ys = xs }, out, n - 1);
}

test "maps of every small length, from every alignment" {
    var xs: [80]f64 = undefined;
    var ys: [80]f64 = undefined;
    var out: [80]f64 = undefined;
    for (&xs, &ys, 0..) |*x, *y, i| {
        x.* = @as(f64, @floatFromInt(i)) * 1.25 - 40;
        y.* = @as(f64, @floatFromInt((i * 13) % 17)) - 8;
    }
    for (0..72) |n| {
        for (0..8) |offset| {
            @memset(&out, 99);
            add(xs[offset..].ptr, &ys, out[offset..].ptr, n);
            for (0..80) |i| {
                const inside = i >= offset and i < offset + n;
                const expected = if (inside) xs[i] + ys[i - offset] else 99;
                try std.testing.expectEqual(expected, out[i]);
            }
            div(xs[offset..].ptr, &ys, out[offset..].ptr, n);
            clip(out[offset..].ptr, -2, 3, out[offset..].ptr, n);
            for (0..n) |i| {
                const quotient = xs[i + offset] / ys[i];
                const clipped = if (quotient < -2) -2 else if (quotient > 3) 3 else quotient;
                const same = clipped == out[i + offset] or std.math.isNan(clipped);
                try std.testing.expect(same);
            }
        }
    }
}

test "streamed results are whole, from an odd alignment" {
    const n = stream_min + 13;
    const memory = try std.testing.allocator.alloc(f64, 2 * n + 8);
    defer std.testing.allocator.free(memory);
    for (memory[0..n], 0..) |*x, i| x.* = @floatFromInt(i);
    const out = memory[n + 1 ..][0..n];
    memory[n] = -1;
    memory[2 * n + 1] = -1;
    shift(memory.ptr, 0.5, out.ptr, n);
    for (out, 0..) |y, i| try std.testing.expectEqual(@as(f64, @floatFromInt(i)) + 0.5, y);
    try std.testing.expectEqual(@as(f64, -1), memory[n]);
    try std.testing.expectEqual(@as(f64, -1), memory[2 * n + 1]);
}
