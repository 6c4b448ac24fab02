//! The exported operations. Each is thin: it checks its arguments, calls, and answers with a status;
//! results go to out parameters.
//!
//! Lengths are `u32` because that is the fastest number to hand over. A pointer to an empty list may be
//! anything, and is not followed. `out` overlaps an input only where said.

const std = @import("std");
const csv = @import("csv.zig");
const dispatch = @import("dispatch.zig");
const filter = @import("filter.zig");
const keys = @import("keys.zig");
const pool = @import("pool.zig");
const random = @import("random.zig");
const scan = @import("scan.zig");
const statistics = @import("statistics.zig");
const strings = @import("strings.zig");
const sum = @import("sum.zig");
const top = @import("top.zig");
const Status = @import("status.zig").Status;

const List = ?[*]const f64;
const Out = ?[*]f64;
const Indices = ?[*]u32;

/// From a list to a number. `argmin` and `argmax` answer with an index.
const Reduction = enum(u32) {
    sum = 0,
    product = 1,
    mean = 2,
    min = 3,
    max = 4,
    variance = 5,
    deviation = 6,
    norm = 7,
    argmin = 8,
    argmax = 9,
    _,
};

export fn zx_reduce(which: Reduction, xs: List, n: u32, out: *f64) Status {
    const k = dispatch.kernels();
    if (n == 0) {
        out.* = switch (which) {
            .sum, .norm => 0,
            .product => 1,
            else => return .empty,
        };
        return .ok;
    }
    const p = xs orelse return .bad_argument;
    out.* = switch (which) {
        .sum => k.sum(p, n),
        .product => k.product(p, n),
        .mean => k.sum(p, n) / sum.toFloat(n),
        .min => k.min(p, n),
        .max => k.max(p, n),
        .variance => k.variance(p, n),
        .deviation => @sqrt(k.variance(p, n)),
        .norm => k.norm(p, n),
        .argmin => sum.toFloat(k.argMin(p, n)),
        .argmax => sum.toFloat(k.argMax(p, n)),
        _ => return .bad_argument,
    };
    return .ok;
}

export fn zx_dot(xs: List, n: u32, ys: List, m: u32, out: *f64) Status {
    if (n != m) return .length_mismatch;
    out.* = if (n == 0) 0 else dispatch.kernels().dot(some(xs), some(ys), n);
    return .ok;
}

/// The cosine of the angle between two lists; 0 when one of them is all zeros.
export fn zx_cosine(xs: List, n: u32, ys: List, m: u32, out: *f64) Status {
    if (n != m) return .length_mismatch;
    const k = dispatch.kernels();
    out.* = 0;
    if (n == 0) return .ok;
    const x = some(xs);
    const y = some(ys);
    const norm_x = k.norm(x, n);
    const norm_y = k.norm(y, n);
    if (norm_x == 0 or norm_y == 0) return .ok;
    const norms = norm_x * norm_y;
    var cosine = k.dot(x, y, n) / norms;
    // Beyond these the product of the norms, or the sum of products, may have left the range.
    if (!(norms > 1e-280 and norms < 1e280)) {
        cosine = 0;
        for (x[0..n], y[0..n]) |a, b| cosine += (a / norm_x) * (b / norm_y);
    }
    // Only rounding leads out of [-1, 1]; NaN stays.
    out.* = if (cosine > 1) 1 else if (cosine < -1) -1 else cosine;
    return .ok;
}

/// out = mean of xs, mean of ys, sums of squared deviations of xs and ys, and of their products.
export fn zx_comoments(xs: List, n: u32, ys: List, m: u32, out: *sum.CoMoments) Status {
    if (n != m) return .length_mismatch;
    if (n == 0) return .empty;
    dispatch.kernels().coMoments(some(xs), some(ys), n, out);
    return .ok;
}

/// Lists to a list of the same length (`differences`: one less). `out` may be `xs`, except for
/// `differences`.
const Map = enum(u32) {
    absolute = 0,
    root = 1,
    exponential = 2,
    logarithm = 3,
    cumulative = 4,
    differences = 5,
    softmax = 6,
    normalize = 7,
    _,
};

export fn zx_map(which: Map, xs: List, n: u32, out: Out, out_n: u32) Status {
    const k = dispatch.kernels();
    const expected = if (which == .differences) n -| 1 else n;
    if (out_n != expected) return .bad_out;
    if (out_n == 0) return .ok;
    const x = some(xs);
    const y = some(out);
    switch (which) {
        .absolute => k.absolute(x, y, n),
        .root => k.root(x, y, n),
        .exponential => k.exponential(x, y, n),
        .logarithm => k.logarithm(x, y, n),
        .cumulative => k.cumulative(x, y, n),
        .differences => k.differences(x, y, n),
        .softmax => {
            k.shiftedExponential(x, k.max(x, n), y, n);
            k.divideBy(y, k.sum(y, n), y, n);
        },
        .normalize => {
            const norm = k.norm(x, n);
            k.divideBy(x, if (norm == 0) 1 else norm, y, n);
        },
        _ => return .bad_argument,
    }
    return .ok;
}

/// A list and a number to a list of the same length. `out` may be `xs`.
const MapWith = enum(u32) { scale = 0, shift = 1, exponential_mean = 2, _ };

export fn zx_map_with(which: MapWith, xs: List, n: u32, c: f64, out: Out, out_n: u32) Status {
    const k = dispatch.kernels();
    if (out_n != n) return .bad_out;
    if (which == .exponential_mean and !(c > 0 and c <= 1)) return .bad_argument;
    if (n == 0) return .ok;
    switch (which) {
        .scale => k.scale(some(xs), c, some(out), n),
        .shift => k.shift(some(xs), c, some(out), n),
        .exponential_mean => k.exponentialMean(some(xs), c, some(out), n),
        _ => return .bad_argument,
    }
    return .ok;
}

/// Two lists to one, element by element. `out` may be either.
const MapTwo = enum(u32) { add = 0, sub = 1, mul = 2, div = 3, _ };

export fn zx_map_two(which: MapTwo, xs: List, n: u32, ys: List, m: u32, out: Out, out_n: u32) Status {
    if (n != m) return .length_mismatch;
    if (out_n != n) return .bad_out;
    if (n == 0) return .ok;
    const k = dispatch.kernels();
    switch (which) {
        .add => k.add(some(xs), some(ys), some(out), n),
        .sub => k.sub(some(xs), some(ys), some(out), n),
        .mul => k.mul(some(xs), some(ys), some(out), n),
        .div => k.div(some(xs), some(ys), some(out), n),
        _ => return .bad_argument,
    }
    return .ok;
}

export fn zx_clip(xs: List, n: u32, low: f64, high: f64, out: Out, out_n: u32) Status {
    if (!(low <= high)) return .bad_argument;
    if (out_n != n) return .bad_out;
    if (n > 0) dispatch.kernels().clip(some(xs), low, high, some(out), n);
    return .ok;
}

export fn zx_rolling_mean(xs: List, n: u32, window: u32, out: Out, out_n: u32) Status {
    if (window == 0 or window > n) return .bad_argument;
    if (out_n != n - window + 1) return .bad_out;
    const room = scan.rollingScratch(window);
    const scratch = pool.takeMany(f64, room) orelse return .out_of_memory;
    defer pool.giveMany(f64, scratch);
    dispatch.kernels().rollingMean(some(xs), window, some(out), n, scratch.ptr);
    return .ok;
}

/// out = index of the first element equal to `value`, or -1.
export fn zx_find(xs: List, n: u32, value: f64, out: *f64) Status {
    out.* = -1;
    if (n == 0 or std.math.isNan(value)) return .ok;
    const at = dispatch.kernels().find(some(xs), n, value);
    if (at < n) out.* = sum.toFloat(at);
    return .ok;
}

export fn zx_count(which: u32, xs: List, n: u32, bound: f64, out: *f64) Status {
    const t = std.enums.fromInt(filter.Test, which) orelse return .bad_argument;
    out.* = if (n == 0) 0 else sum.toFloat(dispatch.kernels().count(t, some(xs), n, bound));
    return .ok;
}

/// The elements that pass; `out_n` is what `zx_count` gave.
export fn zx_keep(which: u32, xs: List, n: u32, bound: f64, out: Out, out_n: u32) Status {
    const t = std.enums.fromInt(filter.Test, which) orelse return .bad_argument;
    if (out_n > n) return .bad_out;
    if (out_n > 0) dispatch.kernels().keep(t, some(xs), n, bound, some(out), out_n);
    return .ok;
}

/// The indices of the elements that pass; `out_n` is what `zx_count` gave.
export fn zx_indices(which: u32, xs: List, n: u32, bound: f64, out: Indices, out_n: u32) Status {
    const t = std.enums.fromInt(filter.Test, which) orelse return .bad_argument;
    if (out_n > n) return .bad_out;
    if (out_n > 0) dispatch.kernels().indices(t, some(xs), n, bound, some(out), out_n);
    return .ok;
}

/// `out` may be `xs`.
export fn zx_sort(order: u32, xs: List, n: u32, out: Out, out_n: u32) Status {
    const o = std.enums.fromInt(keys.Order, order) orelse return .bad_argument;
    if (out_n != n) return .bad_out;
    if (n == 0) return .ok;
    dispatch.kernels().sort(o, some(xs), some(out), n);
    return .ok;
}

export fn zx_argsort(order: u32, xs: List, n: u32, out: Indices, out_n: u32) Status {
    const o = std.enums.fromInt(keys.Order, order) orelse return .bad_argument;
    if (out_n != n) return .bad_out;
    if (n > std.math.maxInt(i32)) return .too_large;
    if (n == 0) return .ok;
    const scratch = pool.takeMany(i64, n) orelse return .out_of_memory;
    defer pool.giveMany(i64, scratch);
    dispatch.kernels().sortIndices(o, some(xs), some(out), n, scratch.ptr);
    return .ok;
}

/// The value that a share `q` of the elements is below, between neighbours in proportion.
export fn zx_quantile(xs: List, n: u32, q: f64, out: *f64) Status {
    if (n == 0) return .empty;
    if (!(q >= 0 and q <= 1)) return .bad_argument;
    const k = dispatch.kernels();
    const x = some(xs);
    const scratch = pool.takeMany(i64, n) orelse return .out_of_memory;
    defer pool.giveMany(i64, scratch);
    const place = q * sum.toFloat(n - 1);
    const low: usize = @intFromFloat(@floor(place));
    k.encodeKeys(x, scratch.ptr, n);
    const nan = keys.toKey(.ascending, std.math.nan(f64));
    if (std.mem.indexOfScalar(i64, scratch[0..n], nan) != null) {
        out.* = std.math.nan(f64);
        return .ok;
    }
    k.selectKey(scratch.ptr, n, low);
    const a = keys.toFloats(.ascending, @splat(scratch[low]))[0];
    const share = place - sum.toFloat(low);
    if (share == 0) {
        out.* = a;
    } else {
        const next = std.mem.min(i64, scratch[low + 1 .. n]);
        const b = keys.toFloats(.ascending, @splat(next))[0];
        out.* = statistics.interpolate(a, b, share);
    }
    return .ok;
}

/// The indices of the `out_n` <= n largest elements, largest first.
export fn zx_top_k(xs: List, n: u32, out: Indices, out_n: u32) Status {
    if (out_n > n) return .bad_out;
    if (out_n == 0) return .ok;
    return topOf(some(xs), n, some(out), out_n);
}

fn topOf(xs: [*]const f64, n: u32, out: [*]u32, k: u32) Status {
    const heap = pool.takeMany(top.Entry, k) orelse return .out_of_memory;
    defer pool.giveMany(top.Entry, heap);
    top.largest(xs, n, k, out, heap.ptr);
    return .ok;
}

/// Compares `query` with each row of a matrix of `dim` columns by the cosine of their angle; writes
/// the indices of the `out_n` most similar rows, and their cosines to `scores`.
export fn zx_cosine_top_k(
    query: List,
    dim: u32,
    matrix: List,
    m: u32,
    out: Indices,
    out_n: u32,
    scores: Out,
) Status {
    if (dim == 0 or m % dim != 0) return .bad_shape;
    const rows = m / dim;
    if (out_n > rows) return .bad_out;
    if (out_n == 0) return .ok;
    const k = dispatch.kernels();
    const q = some(query);
    const all = pool.takeMany(f64, rows) orelse return .out_of_memory;
    defer pool.giveMany(f64, all);
    const norm = k.norm(q, dim);
    for (all, 0..) |*score, row| {
        const r = some(matrix) + row * dim;
        var both: [2]f64 = undefined;
        k.dotAndSquare(q, r, dim, &both);
        const norms = norm * @sqrt(both[1]);
        if (norms > 1e-140 and norms < 1e280) {
            const cosine = both[0] / norms;
            score.* = if (cosine > 1) 1 else if (cosine < -1) -1 else cosine;
        } else {
            _ = zx_cosine(q, dim, r, dim, score);
        }
    }
    const status = topOf(all.ptr, rows, some(out), out_n);
    for (some(out)[0..out_n], some(scores)) |row, *score| score.* = all[row];
    return status;
}

/// Counts into `counts` what falls between neighbours of `edges` (one more), evenly spaced from the
/// smallest to the largest, which are finite.
export fn zx_histogram(
    xs: List,
    n: u32,
    edges: Out,
    edges_n: u32,
    counts: Out,
    counts_n: u32,
) Status {
    if (counts_n == 0) return .bad_argument;
    if (edges_n != counts_n + 1) return .bad_out;
    if (n == 0) return .empty;
    const k = dispatch.kernels();
    const x = some(xs);
    var low = k.min(x, n);
    var high = k.max(x, n);
    if (!std.math.isFinite(high - low)) return .bad_argument;
    if (low == high) {
        low -= 0.5;
        high += 0.5;
    }
    const e = some(edges)[0..edges_n];
    const step = (high - low) / sum.toFloat(counts_n);
    for (e, 0..) |*edge, i| edge.* = low + sum.toFloat(i) * step;
    e[counts_n] = high;
    // Too narrow a range for so many intervals: neighbouring edges would be the same float.
    for (e[0..counts_n], e[1..]) |a, b| {
        if (!(a < b)) return .bad_argument;
    }
    statistics.histogram(x[0..n], e, some(counts)[0..counts_n]);
    return .ok;
}

/// The distinct values, rising, and how often each occurs; both have room for n. out = how many.
export fn zx_unique(xs: List, n: u32, values: Out, counts: Out, out: *f64) Status {
    out.* = 0;
    if (n == 0) return .ok;
    const status = zx_sort(@intFromEnum(keys.Order.ascending), xs, n, values, n);
    if (status != .ok) return status;
    out.* = sum.toFloat(statistics.countRuns(some(values)[0..n], some(counts)[0..n]));
    return .ok;
}

/// out (rows x columns) = a (rows x inner) b (inner x columns).
export fn zx_mat_mul(
    a: List,
    a_n: u32,
    b: List,
    b_n: u32,
    rows: u32,
    inner: u32,
    columns: u32,
    out: Out,
    out_n: u32,
) Status {
    if (area(rows, inner) != a_n or area(inner, columns) != b_n) return .bad_shape;
    if (area(rows, columns) != out_n) return .bad_out;
    if (out_n == 0) return .ok;
    const k = dispatch.kernels();
    const scratch = pool.takeMany(f64, k.multiplyScratch(columns)) orelse return .out_of_memory;
    defer pool.giveMany(f64, scratch);
    // With inner = 0 nothing is read from them.
    const x = a orelse scratch.ptr;
    const y = b orelse scratch.ptr;
    k.multiply(x, y, some(out), rows, inner, columns, scratch.ptr);
    return .ok;
}

/// out (columns x rows) = m (rows x columns) mirrored.
export fn zx_transpose(m: List, n: u32, rows: u32, columns: u32, out: Out, out_n: u32) Status {
    if (area(rows, columns) != n) return .bad_shape;
    if (out_n != n) return .bad_out;
    if (n > 0) dispatch.kernels().transpose(some(m), rows, columns, some(out));
    return .ok;
}

/// out (count x count) = Euclidean distances between points of `dim` coordinates.
export fn zx_distances(points: List, n: u32, dim: u32, out: Out, out_n: u32) Status {
    if (dim == 0 or n % dim != 0) return .bad_shape;
    const count = n / dim;
    if (area(count, count) != out_n) return .bad_out;
    if (n == 0) return .ok;
    const scratch = pool.takeMany(f64, (@as(usize, count) + 8) * dim) orelse return .out_of_memory;
    defer pool.giveMany(f64, scratch);
    dispatch.kernels().distances(some(points), count, dim, some(out), scratch.ptr);
    return .ok;
}

export fn zx_normal(seed_low: u32, seed_high: u32, out: Out, out_n: u32) Status {
    if (out_n > 0) random.normal(@as(u64, seed_high) << 32 | seed_low, some(out)[0..out_n]);
    return .ok;
}

const Text = ?[*]const u32;

export fn zx_levenshtein(a: Text, a_n: u32, b: Text, b_n: u32, out: *f64) Status {
    out.* = sum.toFloat(strings.levenshtein(many(u32, a, a_n), many(u32, b, b_n)) catch
        return .out_of_memory);
    return .ok;
}

export fn zx_jaro_winkler(a: Text, a_n: u32, b: Text, b_n: u32, out: *f64) Status {
    out.* = strings.jaroWinkler(many(u32, a, a_n), many(u32, b, b_n)) catch
        return .out_of_memory;
    return .ok;
}

/// out = room that `zx_csv` needs for this text.
export fn zx_csv_bound(text: ?[*]const u8, n: u32, separator: u32, out: *f64) Status {
    if (separator > 127) return .bad_argument;
    out.* = sum.toFloat(csv.bound(many(u8, text, n), @intCast(separator)));
    return .ok;
}

/// The numbers of a text. info = how many; after an error the line and the column (or, for ragged rows,
/// how many cells the row has).
export fn zx_csv(
    text: ?[*]const u8,
    n: u32,
    separator: u32,
    skip: u32,
    out: Out,
    out_n: u32,
    info: *[2]f64,
) Status {
    if (separator > 127) return .bad_argument;
    const bytes = many(u8, text, n);
    if (out_n < csv.bound(bytes, @intCast(separator))) return .bad_out;
    switch (csv.parse(bytes, @intCast(separator), skip, some(out)[0..out_n])) {
        .count => |count| {
            info.* = .{ sum.toFloat(count), 0 };
            return .ok;
        },
        .problem => |problem| {
            info.* = .{ sum.toFloat(problem.line), sum.toFloat(problem.column) };
            return switch (problem.what) {
                .not_a_number => .not_a_number,
                .ragged => .ragged_rows,
            };
        },
    }
}

/// The pointer of a list that is not empty.
inline fn some(pointer: anytype) @typeInfo(@TypeOf(pointer)).optional.child {
    return pointer.?;
}

fn many(comptime T: type, pointer: ?[*]const T, n: u32) []const T {
    return if (n == 0) &.{} else pointer.?[0..n];
}

fn area(a: u32, b: u32) u64 {
    return @as(u64, a) * b;
}
