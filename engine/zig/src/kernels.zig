//! The kernels whose code depends on the vectors of the machine, as one table of functions. On
//! x86-64 it exists once per level; elsewhere once.

const extreme = @import("extreme.zig");
const filter = @import("filter.zig");
const keys = @import("keys.zig");
const map = @import("map.zig");
const matrix = @import("matrix.zig");
const scan = @import("scan.zig");
const sort = @import("sort.zig");
const sum = @import("sum.zig");

const List = [*]const f64;
const Out = [*]f64;
const Reduce = *const fn (List, usize) callconv(.c) f64;
const MapOne = *const fn (List, Out, usize) callconv(.c) void;
const MapWith = *const fn (List, f64, Out, usize) callconv(.c) void;
const MapTwo = *const fn (List, List, Out, usize) callconv(.c) void;

/// The functions of one level. `extern`, because each level is compiled by itself.
pub const Kernels = extern struct {
    sum: Reduce = sum.sum,
    product: Reduce = sum.product,
    norm: Reduce = sum.norm,
    variance: Reduce = sum.variance,
    min: Reduce = extreme.min,
    max: Reduce = extreme.max,
    dot: *const fn (List, List, usize) callconv(.c) f64 = sum.dot,
    dotAndSquare: *const fn (List, List, usize, *[2]f64) callconv(.c) void = sum.dotAndSquare,
    coMoments: *const fn (List, List, usize, *sum.CoMoments) callconv(.c) void = sum.coMoments,
    argMin: *const fn (List, usize) callconv(.c) usize = extreme.argMin,
    argMax: *const fn (List, usize) callconv(.c) usize = extreme.argMax,
    find: *const fn (List, usize, f64) callconv(.c) usize = extreme.find,
    add: MapTwo = map.add,
    sub: MapTwo = map.sub,
    mul: MapTwo = map.mul,
    div: MapTwo = map.div,
    scale: MapWith = map.scale,
    shift: MapWith = map.shift,
    divideBy: MapWith = map.divideBy,
    absolute: MapOne = map.absolute,
    root: MapOne = map.root,
    exponential: MapOne = map.exponential,
    logarithm: MapOne = map.logarithm,
    shiftedExponential: MapWith = map.shiftedExponential,
    differences: MapOne = map.differences,
    cumulative: MapOne = scan.cumulative,
    exponentialMean: MapWith = scan.exponentialMean,
    clip: *const fn (List, f64, f64, Out, usize) callconv(.c) void = map.clip,
    rollingMean: *const fn (List, usize, Out, usize, Out) callconv(.c) void = scan.rollingMean,
    count: *const fn (filter.Test, List, usize, f64) callconv(.c) usize = filter.count,
    keep: *const fn (filter.Test, List, usize, f64, Out, usize) callconv(.c) void = filter.keep,
    indices: *const fn (filter.Test, List, usize, f64, [*]u32, usize) callconv(.c) void =
        filter.indices,
    sort: *const fn (keys.Order, List, Out, usize) callconv(.c) void = sort.sort,
    sortIndices: *const fn (keys.Order, List, [*]u32, usize, [*]i64) callconv(.c) void =
        sort.sortIndices,
    encodeKeys: *const fn (List, [*]i64, usize) callconv(.c) void = encodeKeys,
    selectKey: *const fn ([*]i64, usize, usize) callconv(.c) void = selectKey,
    multiply: *const fn (
        List,
        List,
        Out,
        usize,
        usize,
        usize,
        Out,
    ) callconv(.c) void = matrix.multiply,
    multiplyScratch: *const fn (usize) callconv(.c) usize = matrix.multiplyScratch,
    transpose: *const fn (List, usize, usize, Out) callconv(.c) void = matrix.transpose,
    distances: *const fn (List, usize, usize, Out, Out) callconv(.c) void = matrix.distances,
};

pub const table: Kernels = .{};

fn encodeKeys(xs: List, out: [*]i64, n: usize) callconv(.c) void {
    keys.encode(.ascending, xs, out, n);
}

fn selectKey(all: [*]i64, n: usize, rank: usize) callconv(.c) void {
    sort.selectKey(all, n, rank);
}
