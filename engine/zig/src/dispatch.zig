//! Picks the kernels for the processor at hand.
//!
//! x86-64 levels are those of the psABI: v2 (SSE4.2, POPCNT), v3 (AVX2, BMI, FMA), v4 (AVX-512 F, BW,
//! CD, DQ, VL). The operating system must save the wide registers too, which XGETBV tells.

const builtin = @import("builtin");
const Kernels = @import("kernels.zig").Kernels;

const is_x86 = builtin.cpu.arch == .x86_64;

const v2 = @extern(*const Kernels, .{ .name = "zx_kernels_v2" });
const v3 = @extern(*const Kernels, .{ .name = "zx_kernels_v3" });
const v4 = @extern(*const Kernels, .{ .name = "zx_kernels_v4" });

/// Instruction set in use: 2, 3 or 4 on x86-64 (0 when it has not even v2, and nothing may be
/// called), 1 elsewhere.
pub fn level() u32 {
    if (!is_x86) return 1;
    if (chosen_level == unknown) chosen_level = detect();
    return @min(chosen_level, highest_allowed);
}

/// Uses no level above `highest`, for tests.
pub fn limit(highest: u32) void {
    highest_allowed = highest;
}

pub inline fn kernels() *const Kernels {
    if (!is_x86) return &@import("kernels.zig").table;
    return switch (level()) {
        4 => v4,
        3 => v3,
        else => v2,
    };
}

const unknown: u32 = 99;
// Two threads may both detect and store the same answer, which is harmless.
var chosen_level: u32 = unknown;
var highest_allowed: u32 = unknown;

fn detect() u32 {
    const one = cpuid(1, 0);
    const has_v2 = all(one.ecx, &.{ 0, 9, 13, 19, 20, 23 });
    if (!has_v2) return 0;
    // OSXSAVE, then XMM and YMM state.
    if (!all(one.ecx, &.{ 27, 28, 12, 29, 22 })) return 2;
    const saved = xgetbv();
    if (saved & 0x6 != 0x6) return 2;
    const seven = cpuid(7, 0);
    const extended = cpuid(0x8000_0001, 0);
    // BMI1, AVX2, BMI2 and LZCNT.
    if (!all(seven.ebx, &.{ 3, 5, 8 }) or !all(extended.ecx, &.{5})) return 2;
    // Mask and ZMM state; AVX-512 F, DQ, CD, BW, VL.
    if (saved & 0xe6 != 0xe6 or !all(seven.ebx, &.{ 16, 17, 28, 30, 31 })) return 3;
    return 4;
}

fn all(word: u32, bits: []const u5) bool {
    for (bits) |bit| {
        if (word >> bit & 1 == 0) return false;
    }
    return true;
}

const Leaf = struct { ebx: u32, ecx: u32 };

fn cpuid(leaf: u32, sub: u32) Leaf {
    var eax: u32 = undefined;
    var ebx: u32 = undefined;
    var ecx: u32 = undefined;
    var edx: u32 = undefined;
    asm volatile ("cpuid"
        : [eax] "={eax}" (eax),
          [ebx] "={ebx}" (ebx),
          [ecx] "={ecx}" (ecx),
          [edx] "={edx}" (edx),
        : [in_eax] "{eax}" (leaf),
          [in_ecx] "{ecx}" (sub),
    );
    return .{ .ebx = ebx, .ecx = ecx };
}

fn xgetbv() u32 {
    return asm volatile ("xgetbv"
        : [eax] "={eax}" (-> u32),
        : [ecx] "{ecx}" (@as(u32, 0)),
        : .{ .edx = true });
}
