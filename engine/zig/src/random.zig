//! Normally distributed random numbers, the same for one seed on every machine.
//!
//! xoshiro256++ (Blackman and Vigna, 2019), seeded by splitmix64; the ziggurat of Marsaglia and Tsang
//! (2000) with 128 layers in the form of Doornik's ZIGNOR (2005).

const std = @import("std");
const math = @import("math.zig");

const layers = 128;
const tail_start = 3.442619855899;
const layer_area = 9.91256303526217e-3;

/// Right edges of the layers, and the ratio of each to the one below.
const tables = blk: {
    @setEvalBranchQuota(20_000);
    var x: [layers + 1]f64 = undefined;
    var f = @exp(-0.5 * tail_start * tail_start);
    x[0] = layer_area / f;
    x[1] = tail_start;
    x[layers] = 0;
    for (2..layers) |i| {
        x[i] = @sqrt(-2 * @log(layer_area / x[i - 1] + f));
        f = @exp(-0.5 * x[i] * x[i]);
    }
    var ratio: [layers]f64 = undefined;
    for (0..layers) |i| ratio[i] = x[i + 1] / x[i];
    break :blk .{ .x = x, .ratio = ratio };
};

/// Fills `out` with numbers of mean 0 and variance 1.
pub fn normal(seed: u64, out: []f64) void {
    var generator = Generator.init(seed);
    for (out) |*x| x.* = generator.normal();
}

const Generator = struct {
    s: [4]u64,

    fn init(seed: u64) Generator {
        var z = seed;
        var self: Generator = undefined;
        for (&self.s) |*word| {
            z +%= 0x9e3779b97f4a7c15;
            var y = z;
            y = (y ^ (y >> 30)) *% 0xbf58476d1ce4e5b9;
            y = (y ^ (y >> 27)) *% 0x94d049bb133111eb;
            word.* = y ^ (y >> 31);
        }
        return self;
    }

    inline fn next(self: *Generator) u64 {
        const s = &self.s;
        const result = std.math.rotl(u64, s[0] +% s[3], 23) +% s[0];
        const t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = std.math.rotl(u64, s[3], 45);
        return result;
    }

    /// Uniform in (0, 1].
    inline fn uniform(self: *Generator) f64 {
        return @as(f64, @floatFromInt((self.next() >> 11) + 1)) * 0x1p-53;
    }

    inline fn normal(self: *Generator) f64 {
        while (true) {
            const bits = self.next();
            const layer: usize = @intCast(bits & (layers - 1));
            // Uniform in [-1, 1), from bits that do not choose the layer.
            const signed: i64 = @bitCast(bits);
            const u = @as(f64, @floatFromInt(signed >> 11)) * 0x1p-52;
            if (@abs(u) < tables.ratio[layer]) return u * tables.x[layer];
            if (layer == 0) return self.tail(u < 0);
            const x = u * tables.x[layer];
            const f0 = math.exp1(-0.5 * (tables.x[layer] * tables.x[layer] - x * x));
            const f1 = math.exp1(-0.5 * (tables.x[layer + 1] * tables.x[layer + 1] - x * x));
            if (f1 + self.uniform() * (f0 - f1) < 1) return x;
        }
    }

    /// Beyond the last layer (Marsaglia, 1964).
    fn tail(self: *Generator, negative: bool) f64 {
        while (true) {
            const x = -math.log1(self.uniform()) / tail_start;
            const y = -math.log1(self.uniform());
            if (2 * y > x * x) return if (negative) -(tail_start + x) else tail_start + x;
        }
    }
};

test "normal numbers have the moments and tails of the normal distribution" {
    const n = 1_000_000;
    const xs = try std.testing.allocator.alloc(f64, n);
    defer std.testing.allocator.free(xs);
    normal(42, xs);
    var moments: [5]f64 = @splat(0);
    var beyond: usize = 0;
    for (xs) |x| {
        var power: f64 = 1;
        for (&moments) |*m| {
            m.* += power / n;
            power *= x;
        }
        if (@abs(x) > 3.5) beyond += 1;
    }
    try std.testing.expectApproxEqAbs(0, moments[1], 0.005);
    try std.testing.expectApproxEqAbs(1, moments[2], 0.007);
    try std.testing.expectApproxEqAbs(0, moments[3], 0.015);
    try std.testing.expectApproxEqAbs(3, moments[4], 0.05);
    // P(|x| > 3.5) = 4.65e-4; the standard deviation of the count is 22.
    try std.testing.expect(beyond > 350 and beyond < 580);
    var again: [3]f64 = undefined;
    normal(42, &again);
    try std.testing.expectEqualSlices(f64, xs[0..3], &again);
}
