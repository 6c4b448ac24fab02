//! The vector every kernel works with, and how to read and write it at any place.
//!
//! It always has eight lanes, whatever the machine offers (one register of AVX-512, two of AVX2,
//! four of SSE, NEON and WASM). So additions happen in one order everywhere and results agree to
//! the last bit between machines and with the WASM build.

/// Lanes of `F`.
pub const lanes = 8;
/// Eight floats.
pub const F = @Vector(lanes, f64);

/// Eight floats from `p`, which need only be aligned for one.
pub inline fn load(p: [*]const f64) F {
    const v: *align(8) const F = @ptrCast(p);
    return v.*;
}

/// Lists of fewer elements than this are in a cache, as a rule.
pub const far_min = 1 << 17;

/// Asks for the memory some pages after `p` (nothing happens where there is none). The processor's own
/// prefetching stops at the end of a page, so that long lists are read a quarter faster with this.
pub inline fn fetchAhead(p: [*]const f64) void {
    @prefetch(@as([*]const u8, @ptrFromInt(@intFromPtr(p) +% 8192)), .{});
}

/// Writes eight floats to `p`.
pub inline fn store(p: [*]f64, value: F) void {
    const v: *align(8) F = @ptrCast(p);
    v.* = value;
}

/// The first `count` (less than 8) floats from `p`, the other lanes `fill`. Reads nothing beyond.
pub inline fn loadPart(p: [*]const f64, count: usize, fill: f64) F {
    // Spelled out, because a loop becomes a call that makes the caller spill its vectors.
    var part: [lanes]f64 = @splat(fill);
    inline for (0..lanes - 1) |i| {
        if (i < count) part[i] = p[i];
    }
    return part;
}

/// Writes the first `count` (less than 8) lanes to `p`.
pub inline fn storePart(p: [*]f64, count: usize, value: F) void {
    const all: [lanes]f64 = value;
    inline for (0..lanes - 1) |i| {
        if (i < count) p[i] = all[i];
    }
}
