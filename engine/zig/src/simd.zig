//! What the machine at hand offers beyond Zig's portable vectors.

const std = @import("std");
const builtin = @import("builtin");
const lanes = @import("vector.zig").lanes;

/// Eight integers.
pub const I = @Vector(lanes, i64);

const is_x86 = builtin.cpu.arch == .x86_64;

/// Whether `compress` exists: AVX-512.
pub const can_compress = is_x86 and
    std.Target.x86.featureSetHas(builtin.cpu.features, .avx512f) and
    std.Target.x86.featureSetHas(builtin.cpu.features, .avx512dq);

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

/// The lanes of `v` chosen by `mask`, moved together to the front; zeros behind them.
pub inline fn compress(v: I, mask: @Vector(lanes, bool)) I {
    // Yk: a mask register other than the one that means "no mask".
    return asm ("vpcompressq %[v], %[result] {%[mask]} {z}"
        : [result] "=v" (-> I),
        : [mask] "^Yk" (@as(u8, @bitCast(mask))),
          [v] "v" (v),
    );
}
