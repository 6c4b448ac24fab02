//! The kernels whose code depends on the vectors of the machine, as one table of functions. On
//! x86-64 it exists once per level; elsewhere once.

const reductions = @import("sum.zig");

/// The functions of one level. `extern`, because each level is compiled by itself.
pub const Kernels = extern struct {
    sum: *const fn ([*]const f64, usize) callconv(.c) f64,
};

pub const table: Kernels = .{
    .sum = reductions.sum,
};
