//! exp and log of eight floats, without fused multiply-add, so that every machine gives the same bits.
//!
//! Both are within one unit in the last place of the true value (exp with a Taylor polynomial after
//! Cody and Waite's range reduction; log by the method of fdlibm's e_log.c, whose coefficients it uses).

const std = @import("std");
const vector = @import("vector.zig");
const F = vector.F;
const I = @Vector(vector.lanes, i64);

// ln 2 in two parts; the high one has trailing zeros, so that k * ln2_high is exact.
const ln2_high: f64 = 0x1.62e42fee00000p-1;
const ln2_low: f64 = 0x1.a39ef35793c76p-33;
/// Adding it rounds to an integer, which then stands in the low bits.
const magic: f64 = 0x1.8p52;
const magic_bits: i64 = @bitCast(magic);

inline fn splat(x: f64) F {
    return @splat(x);
}

pub inline fn exp(x: F) F {
    // Beyond these the result is 0 or infinite anyway; NaN passes both tests and stays.
    const lowest = @select(f64, x < splat(-746), splat(-746), x);
    const y = @select(f64, lowest > splat(710), splat(710), lowest);

    const shifted = y * splat(std.math.log2e) + splat(magic);
    const k = shifted - splat(magic);
    // r + lost is y - k ln 2 to more digits than a float has.
    const high = y - k * splat(ln2_high);
    const low = k * splat(ln2_low);
    const r = high - low;
    const lost = (high - r) - low;

    var p = splat(1.0 / 6227020800.0);
    inline for (taylor) |c| p = p * r + splat(c);
    // 1 + r in two parts as well, so that there is just one rounding that matters.
    const start = splat(1) + r;
    const rest = r - (start - splat(1));
    const value = start + (r * r * p + (lost + rest));

    // Two factors, because 2^k alone can be beyond the range of a float.
    const exponent = @as(I, @bitCast(shifted)) -% @as(I, @splat(magic_bits));
    const half = (exponent +% @as(I, @splat(4096))) >> @splat(1);
    const first = half -% @as(I, @splat(2048));
    const result = value * power(first) * power(exponent -% first);
    return @select(f64, x == x, result, x);
}

// 1/12! down to 1/2!.
const taylor = [_]f64{
    1.0 / 479001600.0,
    1.0 / 39916800.0,
    1.0 / 3628800.0,
    1.0 / 362880.0,
    1.0 / 40320.0,
    1.0 / 5040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
};

/// 2^k for -1022 <= k <= 1023.
inline fn power(k: I) F {
    return @bitCast((k +% @as(I, @splat(1023))) << @splat(52));
}

pub inline fn log(x: F) F {
    const subnormal = x < splat(0x1p-1022);
    const y = @select(f64, subnormal, x * splat(0x1p54), x);

    // y = 2^k m with m in [sqrt(1/2), sqrt(2)).
    const offset: I = @splat(0x3fe6a09e00000000);
    const bits: I = @bitCast(y);
    const biased: @Vector(vector.lanes, u64) = @bitCast(bits -% offset +% @as(I, @splat(1024 << 52)));
    const exponent = @as(I, @bitCast(biased >> @splat(52))) -% @as(I, @splat(1024));
    const m: F = @bitCast(bits -% (exponent << @splat(52)));
    const whole = @as(F, @bitCast(exponent +% @as(I, @splat(magic_bits)))) - splat(magic);
    const k = whole - @select(f64, subnormal, splat(54), splat(0));

    const f = m - splat(1);
    const s = f / (splat(2) + f);
    const z = s * s;
    const w = z * z;
    const odd = w * (splat(lg[1]) + w * (splat(lg[3]) + w * splat(lg[5])));
    const even = z * (splat(lg[0]) + w * (splat(lg[2]) + w * (splat(lg[4]) + w * splat(lg[6]))));
    const half_square = splat(0.5) * f * f;
    const correction = s * (half_square + (even + odd)) + k * splat(ln2_low);
    const finite = k * splat(ln2_high) - ((half_square - correction) - f);

    const zero = @select(f64, x == splat(0), splat(-std.math.inf(f64)), finite);
    const infinite = @select(f64, x == splat(std.math.inf(f64)), x, zero);
    return @select(f64, x >= splat(0), infinite, splat(std.math.nan(f64)));
}

const lg = [_]f64{
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
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
