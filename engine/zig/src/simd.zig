//! What the machine at hand offers beyond Zig's portable vectors.

const std = @import("std");
const builtin = @import("builtin");
const lanes = @import("vector.zig").lanes;

/// Eight integers.
pub const I = @Vector(lanes, i64);

const is_x86 = builtin.cpu.arch == .x86_64;

/// Whether `part` exists: AVX2, AVX-512.
pub const can_permute = is_x86 and std.Target.x86.featureSetHas(builtin.cpu.features, .avx2);

/// Whether a multiply-add is one instruction. Elsewhere it would be a call of a slow routine.
pub const has_fma = switch (builtin.cpu.arch) {
    .x86_64 => std.Target.x86.featureSetHas(builtin.cpu.features, .fma),
    .aarch64 => true,
    else => false,
};

/// Floats in one register.
pub const register_lanes: comptime_int = if (!is_x86)
    2
else if (std.Target.x86.featureSetHas(builtin.cpu.features, .avx512f))
    8
else if (std.Target.x86.featureSetHas(builtin.cpu.features, .avx))
    4
else
    2;

/// Zeros that the compiler does not know to be zeros: shifting lanes in from zeros it would do by
/// `vexpandpd`, which takes twice as long as shifting them in from any vector (Zen 5).
pub inline fn plainZero() @Vector(lanes, f64) {
    if (register_lanes < lanes) return @splat(0);
    return asm ("vxorpd %[zero], %[zero], %[zero]"
        : [zero] "=v" (-> @Vector(lanes, f64)),
    );
}

/// The entries of a table at the low four bits of eight numbers.
pub inline fn lookup(comptime table: [16]f64, at: I) @Vector(lanes, f64) {
    if (register_lanes == 8) {
        const low: @Vector(8, f64) = table[0..8].*;
        const high: @Vector(8, f64) = table[8..16].*;
        return asm ("vpermi2pd %[high], %[low], %[result]"
            : [result] "=v" (-> @Vector(8, f64)),
            : [at] "0" (at),
              [low] "v" (low),
              [high] "v" (high),
        );
    }
    const places = at & @as(I, @splat(15));
    var found: [lanes]f64 = undefined;
    inline for (0..lanes) |i| found[i] = table[@intCast(places[i])];
    return found;
}

/// The lanes of a register, those chosen by `mask` first and the others after them.
pub inline fn part(
    x: @Vector(register_lanes, i64),
    mask: @Vector(register_lanes, bool),
) @Vector(register_lanes, i64) {
    const bits: std.meta.Int(.unsigned, register_lanes) = @bitCast(mask);
    const bytes: @Vector(8, u8) = orders[bits];
    if (register_lanes == 8) {
        return asm ("vpermq %[x], %[order], %[result]"
            : [result] "=v" (-> @Vector(8, i64)),
            : [order] "v" (@as(@Vector(8, u64), bytes)),
              [x] "v" (x),
        );
    }
    return asm ("vpermd %[x], %[order], %[result]"
        : [result] "=x" (-> @Vector(4, i64)),
        : [order] "x" (@as(@Vector(8, u32), bytes)),
          [x] "x" (x),
    );
}

/// For each mask the order of `part`: of eight lanes, or of the halves of four.
const orders = blk: {
    @setEvalBranchQuota(100_000);
    const halves = 8 / register_lanes;
    var result: [1 << register_lanes][8]u8 = undefined;
    for (&result, 0..) |*order, mask| {
        var next: usize = 0;
        for ([_]usize{ 1, 0 }) |wanted| {
            for (0..register_lanes) |lane| {
                if (mask >> lane & 1 != wanted) continue;
                for (0..halves) |half| order[next + half] = halves * lane + half;
                next += halves;
            }
        }
    }
    break :blk result;
};
