//! Floats as integers of the same order, so that sorting has neither NaN nor two zeros to mind.
//!
//! Ascending: -inf .. -0.0, 0.0 .. inf, NaN. Descending: inf .. 0.0, -0.0 .. -inf, NaN: NaN is
//! last both ways. The way back gives the float again (for NaN the canonical one).

const std = @import("std");
const vector = @import("vector.zig");
const simd = @import("simd.zig");
const F = vector.F;
const I = simd.I;
const lanes = vector.lanes;

/// Direction of an order.
pub const Order = enum(u32) { ascending, descending };

const last = std.math.maxInt(i64);

/// The keys of eight floats.
pub inline fn toKeys(comptime order: Order, x: F) I {
    const bits: I = @bitCast(x);
    const low_bits: I = @splat(std.math.maxInt(i64));
    const sign = bits >> @splat(63);
    const key = bits ^ (sign & low_bits);
    const directed = if (order == .ascending) key else ~key;
    return @select(i64, x == x, directed, @as(I, @splat(last)));
}

/// The floats of eight keys.
pub inline fn toFloats(comptime order: Order, keys: I) F {
    const low_bits: I = @splat(std.math.maxInt(i64));
    const key = if (order == .ascending) keys else ~keys;
    const bits = key ^ ((key >> @splat(63)) & low_bits);
    return @select(
        f64,
        keys == @as(I, @splat(last)),
        @as(F, @splat(std.math.nan(f64))),
        @as(F, @bitCast(bits)),
    );
}

/// The key of one float.
pub inline fn toKey(comptime order: Order, x: f64) i64 {
    return toKeys(order, @splat(x))[0];
}

/// The keys of `n` floats; `out` may be the same memory.
pub fn encode(comptime order: Order, xs: [*]const f64, out: [*]i64, n: usize) void {
    const places: [*]f64 = @ptrCast(out);
    var i: usize = 0;
    while (i + lanes <= n) : (i += lanes) {
        vector.store(places + i, @bitCast(toKeys(order, vector.load(xs + i))));
    }
    while (i < n) : (i += 1) out[i] = toKey(order, xs[i]);
}

/// Turns `n` keys into floats, where they are.
pub fn decode(comptime order: Order, places: [*]f64, n: usize) void {
    var i: usize = 0;
    while (i + lanes <= n) : (i += lanes) {
        const keys: I = @bitCast(vector.load(places + i));
        vector.store(places + i, toFloats(order, keys));
    }
    while (i < n) : (i += 1) {
        const key: i64 = @bitCast(places[i]);
        places[i] = toFloats(order, @splat(key))[0];
    }
}

test "keys keep the order and lead back" {
    const inf = std.math.inf(f64);
    const values = [_]f64{ -inf, -1e300, -1, -5e-324, -0.0, 0.0, 5e-324, 1, 1e300, inf, std.math.nan(f64) };
    for (values[0 .. values.len - 1], values[1..]) |a, b| {
        try std.testing.expect(toKey(.ascending, a) < toKey(.ascending, b));
        if (!std.math.isNan(b)) {
            try std.testing.expect(toKey(.descending, a) > toKey(.descending, b));
        }
    }
    try std.testing.expectEqual(toKey(.descending, values[10]), toKey(.ascending, -values[10]));
    inline for (.{ Order.ascending, Order.descending }) |order| {
        var copy = values;
        encode(order, &values, @ptrCast(&copy), values.len);
        decode(order, &copy, values.len);
        for (values[0..10], copy[0..10]) |a, b| {
            try std.testing.expectEqual(@as(u64, @bitCast(a)), @as(u64, @bitCast(b)));
        }
        try std.testing.expect(std.math.isNan(copy[10]));
    }
}
