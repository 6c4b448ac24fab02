//! exp and log of eight floats, without fused multiply-add, so that every machine gives the same bits.
//!
//! Both are within 0.65 units in the last place of the true value (measured by
//! `tests/engine/exp_log_test.ts`). Both split their range into sixteenths, with a table of sixteen
//! entries in two parts (the idea of P.-T. P. Tang, "Table-driven implementation of the exponential
//! function", ACM TOMS 15, 1989, and of the logarithm, TOMS 16, 1990), small enough for AVX-512 to look
//! eight entries up in one instruction. The polynomials are minimax ones for what is left.
//!
//! A vector all of whose elements are ordinary takes the short way; the long way gives the same bits
//! for those of its elements that are.

const std = @import("std");
const simd = @import("simd.zig");
const vector = @import("vector.zig");
const F = vector.F;
const I = simd.I;
const U = @Vector(vector.lanes, u64);

// ln 2 in two parts; the high one is a multiple of 2^-42, so that k * ln2_high is exact.
const ln2_high: f64 = 0x1.62e42fefa3800p-1;
const ln2_low: f64 = 0x1.ef35793c76730p-45;
// A sixteenth of it; k * sixteenth_high is exact for |k| < 2^17.
const sixteenth_high: f64 = 0x1.62e42fefa0000p-5;
const sixteenth_low: f64 = 0x1.cf79abc9e3b3ap-44;
/// Adding it rounds to an integer, which then stands in the low bits.
const magic: f64 = 0x1.8p52;
const magic_bits: i64 = @bitCast(magic);

inline fn splat(x: f64) F {
    return @splat(x);
}

inline fn splatBits(x: i64) I {
    return @splat(x);
}

pub inline fn exp(x: F) F {
    @setEvalBranchQuota(10_000);
    if (@reduce(.And, @abs(x) <= splat(708))) {
        const value, const k = expParts(x);
        // The result is no subnormal: its exponent just grows by k / 16.
        const exponent = (k << @splat(48)) & splatBits(-1 << 52);
        return @bitCast(@as(I, @bitCast(value)) +% exponent);
    }
    // Beyond these the result is 0 or infinite anyway; NaN passes both tests and stays.
    const lowest = @select(f64, x < splat(-746), splat(-746), x);
    const y = @select(f64, lowest > splat(710), splat(710), lowest);
    const value, const k = expParts(y);
    // Two factors, because 2^k alone can be beyond the range of a float.
    const exponent = (k -% splatBits(magic_bits)) >> @splat(4);
    const first = exponent >> @splat(1);
    const result = value * power(first) * power(exponent -% first);
    return @select(f64, x == x, result, x);
}

/// exp(x) without its power of two, and the nearest multiple of ln(2) / 16 in the low bits of `k`:
/// exp(x) = value * 2^floor(k / 16).
inline fn expParts(x: F) struct { F, I } {
    const shifted = x * splat(16 * std.math.log2e) + splat(magic);
    const k = shifted - splat(magic);
    const r = (x - k * splat(sixteenth_high)) - k * splat(sixteenth_low);
    const r2 = r * r;
    const low = splat(exp_terms[0]) + r * splat(exp_terms[1]);
    const high = splat(exp_terms[2]) + r * splat(exp_terms[3]);
    const p = low + r2 * (high + r2 * splat(exp_terms[4]));
    const bits: I = @bitCast(shifted);
    const root = simd.lookup(roots, bits);
    const rest = simd.lookup(roots_rest, bits);
    return .{ root + (rest + root * (r + r2 * p)), bits };
}

/// (exp(r) - 1 - r) / r^2 for |r| <= ln(2) / 32, to 1.2e-17 of exp(r).
const exp_terms = [_]f64{
    0x1.0000000000005p-1,
    0x1.555555548f778p-3,
    0x1.555555545feb1p-5,
    0x1.11123abcf4e87p-7,
    0x1.6c185ce821d7ap-10,
};

/// 2^(i / 16), and what is missing to it.
const roots = [16]f64{
    0x1.0000000000000p+0,
    0x1.0b5586cf9890fp+0,
    0x1.172b83c7d517bp+0,
    0x1.2387a6e756238p+0,
    0x1.306fe0a31b715p+0,
    0x1.3dea64c123422p+0,
    0x1.4bfdad5362a27p+0,
    0x1.5ab07dd485429p+0,
    0x1.6a09e667f3bcdp+0,
    0x1.7a11473eb0187p+0,
    0x1.8ace5422aa0dbp+0,
    0x1.9c49182a3f090p+0,
    0x1.ae89f995ad3adp+0,
    0x1.c199bdd85529cp+0,
    0x1.d5818dcfba487p+0,
    0x1.ea4afa2a490dap+0,
};
const roots_rest = [16]f64{
    0,
    0x1.8a62e4adc610bp-54,
    -0x1.19041b9d78a76p-55,
    0x1.9b07eb6c70573p-54,
    0x1.6f46ad23182e4p-55,
    0x1.ada0911f09ebcp-55,
    0x1.d4397afec42e2p-56,
    0x1.6324c054647adp-54,
    -0x1.bdd3413b26456p-54,
    -0x1.41577ee04992fp-55,
    0x1.6e9f156864b27p-54,
    0x1.c7c46b071f2bep-56,
    0x1.7a1cd345dcc81p-54,
    0x1.11065895048ddp-55,
    0x1.2ed02d75b3707p-55,
    -0x1.e9c23179c2893p-54,
};

/// 2^k for -1022 <= k <= 1023.
inline fn power(k: I) F {
    return @bitCast((k +% @as(I, @splat(1023))) << @splat(52));
}

pub inline fn log(x: F) F {
    @setEvalBranchQuota(10_000);
    const bits: U = @bitCast(x);
    const smallest: U = @splat(1 << 52);
    const count: U = @splat(0x7fe << 52);
    if (@reduce(.And, bits -% smallest < count)) return logParts(x, splat(0));

    const subnormal = x < splat(0x1p-1022);
    const y = @select(f64, subnormal, x * splat(0x1p54), x);
    const finite = logParts(y, @select(f64, subnormal, splat(54), splat(0)));
    const zero = @select(f64, x == splat(0), splat(-std.math.inf(f64)), finite);
    const infinite = @select(f64, x == splat(std.math.inf(f64)), x, zero);
    return @select(f64, x >= splat(0), infinite, splat(std.math.nan(f64)));
}

/// log(y) - less * ln(2) of ordinary numbers.
inline fn logParts(y: F, less: F) F {
    // y = 2^k m with m in [0.703125, 1.40625), which begins a sixteenth; 1 lies inside of one.
    const bits: I = @bitCast(y);
    const from = bits -% splatBits(0x3fe6800000000000);
    // Shifts of signed numbers take several instructions where there is no AVX-512.
    const biased: U = @bitCast(from +% splatBits(1024 << 52));
    const part: I = @bitCast(biased >> @splat(48));
    const exponent = from & splatBits(-1 << 52);
    const m: F = @bitCast(bits -% exponent);
    const shifted: F = @bitCast(@as(I, @bitCast(biased >> @splat(52))) +% splatBits(magic_bits - 1024));
    const k = (shifted - splat(magic)) - less;

    // f = m / middle - 1, in two parts without any rounding: `inverse` has 13 bits, `top` 26.
    const inverse = simd.lookup(inverses, part);
    const top: F = @bitCast(@as(I, @bitCast(m)) & splatBits(-1 << 27));
    const f_high = top * inverse - splat(1);
    const f_low = (m - top) * inverse;
    const f = f_high + f_low;

    // Both terms of `whole` are multiples of 2^-42, so it is exact; it is 0 or larger than f. So what
    // `high` loses is exact as well, and near 1, where there is nothing else, f is.
    const whole = k * splat(ln2_high) + simd.lookup(middles, part);
    const high = whole + f;
    const lost = (f_high - (high - whole)) + f_low;
    const low = (k * splat(ln2_low) + simd.lookup(middles_rest, part)) + lost;

    const f2 = f * f;
    const f4 = f2 * f2;
    const a = splat(log_terms[0]) + f * splat(log_terms[1]);
    const b = splat(log_terms[2]) + f * splat(log_terms[3]);
    const c = splat(log_terms[4]) + f * splat(log_terms[5]);
    const d = splat(log_terms[6]) + f * splat(log_terms[7]);
    const p = (a + f2 * b) + f4 * (c + f2 * d);
    return high + (low + f2 * p);
}

/// (log(1 + f) - f) / f^2 for |f| <= 1/32, to 1.2e-17 of log(1 + f).
const log_terms = [_]f64{
    -0x1.fffffffffffc7p-2,
    0x1.5555555555493p-2,
    -0x1.00000000bf5e2p-2,
    0x1.9999999c91703p-3,
    -0x1.55553fbf35692p-3,
    0x1.24922ab3c42adp-3,
    -0x1.00733f685ada6p-3,
    0x1.c81a464ae47a4p-4,
};

/// About 1 / the middle of each sixteenth, the minus logarithms of these, and what is missing to them.
const inverses = [16]f64{
    0x1.6430000000000p+0,
    0x1.5550000000000p+0,
    0x1.47b0000000000p+0,
    0x1.3b10000000000p+0,
    0x1.2f70000000000p+0,
    0x1.2490000000000p+0,
    0x1.1a80000000000p+0,
    0x1.1110000000000p+0,
    0x1.0840000000000p+0,
    0x1.0000000000000p+0,
    0x1.e1e0000000000p-1,
    0x1.c720000000000p-1,
    0x1.af20000000000p-1,
    0x1.99a0000000000p-1,
    0x1.8620000000000p-1,
    0x1.7460000000000p-1,
};
const middles = [16]f64{
    -0x1.5234e0670a000p-2,
    -0x1.268620f34d000p-2,
    -0x1.f99dc6c23c000p-3,
    -0x1.a926d3a4ae000p-3,
    -0x1.5c28060c46000p-3,
    -0x1.1168e8127e000p-3,
    -0x1.9375e55594000p-4,
    -0x1.08498b51e4000p-4,
    -0x1.03d5d85e70000p-5,
    0,
    0x1.f0c30c1118000p-5,
    0x1.e2507702b0000p-4,
    0x1.601b076e7a000p-3,
    0x1.c8df7cb9a8000p-3,
    0x1.1661caecba000p-2,
    0x1.4610bc29c6000p-2,
};
const middles_rest = [16]f64{
    -0x1.49483d21b40d9p-44,
    -0x1.8f44b998bb50ep-44,
    0x1.7ed06117b4369p-44,
    0x1.53935e85baac8p-44,
    -0x1.6ece374e0e858p-44,
    -0x1.93436f195cb75p-46,
    -0x1.eddc37380c364p-44,
    0x1.93b33c55fb24fp-46,
    -0x1.f778960ed29cfp-44,
    0,
    -0x1.caef3588b7d80p-45,
    -0x1.f897980522249p-45,
    0x1.152d7d4dfc8e5p-44,
    0x1.eee42f58e1e6ep-44,
    -0x1.171fff9fc4abbp-44,
    -0x1.e82c9f310c8e6p-46,
};

pub fn exp1(x: f64) f64 {
    return exp(@splat(x))[0];
}

pub fn log1(x: f64) f64 {
    return log(@splat(x))[0];
}

/// Distance in units in the last place; 0 for two NaNs.
fn distance(a: f64, b: f64) u64 {
    if (std.math.isNan(a) and std.math.isNan(b)) return 0;
    const x: i64 = @bitCast(a);
    const y: i64 = @bitCast(b);
    if ((x < 0) != (y < 0)) return if (a == b) 0 else std.math.maxInt(u64);
    return @abs(x - y);
}

test "exp and log are within two units of the standard library's" {
    var random = std.Random.DefaultPrng.init(1);
    for (0..200_000) |_| {
        const x = (random.random().float(f64) - 0.5) * 1500;
        try std.testing.expect(distance(exp1(x), @exp(x)) <= 2);
        const y = exp1(x);
        try std.testing.expect(distance(log1(y), @log(y)) <= 2);
        const near = 1 + (random.random().float(f64) - 0.5) * 0.1;
        try std.testing.expect(distance(log1(near), @log(near)) <= 2);
    }
    const inf = std.math.inf(f64);
    const specials = [_]f64{ 0, -0.0, 1, -1, inf, -inf, std.math.nan(f64), 5e-324, 1e-310, 709.78, 709.79, -745.13, -745.14, 1e300, -1e300 };
    for (specials) |x| {
        try std.testing.expect(distance(exp1(x), @exp(x)) <= 2);
        try std.testing.expect(distance(log1(x), @log(x)) <= 2);
    }
}
