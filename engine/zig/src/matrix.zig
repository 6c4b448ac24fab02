//! Matrices, stored row by row in flat lists.

const std = @import("std");
const network = @import("network.zig");
const simd = @import("simd.zig");
const vector = @import("vector.zig");
const F = vector.F;

const width = simd.register_lanes;
const R = @Vector(width, f64);

/// Rows and columns of the tile of results that is kept in registers.
const tile_rows = switch (width) {
    8 => 8,
    4 => 4,
    else => 4,
};
const tile_vectors = switch (width) {
    8 => 3,
    4 => 3,
    else => 2,
};
const tile_columns = tile_vectors * width;
/// Depth of the panels: the deeper, the less often the result is read and written; more than this, and
/// the block of A leaves the second-level cache.
const depth_max = 384;
/// Rows of the block of A that stays in the second-level cache.
const block_rows = 96;
/// Columns of B packed at a time.
const block_columns = 4080 / tile_columns * tile_columns;

/// Floats of scratch that `multiply` needs.
pub fn multiplyScratch(columns: usize) callconv(.c) usize {
    const b_columns: usize = @min(roundUp(columns, tile_columns), block_columns);
    return depth_max * (block_rows + b_columns) + 16;
}

/// c = a b with a (m x k), b (k x n), c (m x n); c overlaps neither. `scratch` is aligned to 64 bytes.
///
/// Blocks of both are copied into the order in which they are read (Goto and van de Geijn, Anatomy of
/// High-Performance Matrix Multiplication, 2008); a tile of the result is then built in registers.
pub fn multiply(
    a: [*]const f64,
    b: [*]const f64,
    c: [*]f64,
    m: usize,
    k: usize,
    n: usize,
    scratch: [*]f64,
) callconv(.c) void {
    if (k == 0 or m < tile_rows) {
        @memset(c[0 .. m * n], 0);
        return multiplyFewRows(a, b, c, m, k, n);
    }
    const packed_a = scratch;
    const packed_b = scratch + depth_max * block_rows;
    var column: usize = 0;
    while (column < n) : (column += block_columns) {
        const columns: usize = @min(block_columns, n - column);
        var p: usize = 0;
        while (p < k) : (p += depth_max) {
            const depth: usize = @min(depth_max, k - p);
            packB(b + p * n + column, n, depth, columns, packed_b);
            var row: usize = 0;
            while (row < m) : (row += block_rows) {
                const rows: usize = @min(block_rows, m - row);
                packA(a + row * k + p, k, rows, depth, packed_a);
                const at = c + row * n + column;
                if (p == 0) {
                    multiplyBlock(true, packed_a, packed_b, at, n, rows, depth, columns);
                } else {
                    multiplyBlock(false, packed_a, packed_b, at, n, rows, depth, columns);
                }
            }
        }
    }
}

/// The product of two blocks: written to the result when it is the first, else added to it.
fn multiplyBlock(
    comptime is_first: bool,
    packed_a: [*]const f64,
    packed_b: [*]const f64,
    c: [*]f64,
    stride: usize,
    rows: usize,
    depth: usize,
    columns: usize,
) void {
    var j: usize = 0;
    while (j < columns) : (j += tile_columns) {
        const panel_b = packed_b + j * depth;
        const left: usize = @min(tile_columns, columns - j);
        switch ((left + width - 1) / width) {
            inline 1...tile_vectors => |vectors| {
                var i: usize = 0;
                while (i < rows) : (i += tile_rows) {
                    const panel_a = packed_a + i * depth;
                    const at = c + i * stride + j;
                    if (i + tile_rows <= rows and left == vectors * width) {
                        multiplyTile(is_first, vectors, panel_a, panel_b, depth, at, stride);
                        continue;
                    }
                    var edge: [tile_rows * tile_columns]f64 align(64) = undefined;
                    multiplyTile(true, vectors, panel_a, panel_b, depth, &edge, tile_columns);
                    for (0..@as(usize, @min(tile_rows, rows - i))) |r| {
                        const target = at[r * stride ..][0..left];
                        for (target, edge[r * tile_columns ..][0..left]) |*to, x| {
                            to.* = if (is_first) x else to.* + x;
                        }
                    }
                }
            },
            else => unreachable,
        }
    }
}

/// The product of two panels, a tile of the result `vectors` wide.
inline fn multiplyTile(
    comptime is_first: bool,
    comptime vectors: usize,
    panel_a: [*]const f64,
    panel_b: [*]const f64,
    depth: usize,
    c: [*]f64,
    stride: usize,
) void {
    var acc: [tile_rows][vectors]R = @splat(@splat(@splat(0)));
    // The tile is needed at the end, so it is fetched while the panels are multiplied.
    inline for (0..tile_rows) |r| {
        inline for (0..vectors) |v| @prefetch(c + r * stride + v * width, .{ .rw = .write });
    }
    for (0..depth) |p| {
        var right: [vectors]R = undefined;
        inline for (0..vectors) |v| right[v] = loadR(panel_b + p * tile_columns + v * width);
        inline for (0..tile_rows) |r| {
            const left: R = @splat(panel_a[p * tile_rows + r]);
            inline for (0..vectors) |v| acc[r][v] = multiplyAdd(left, right[v], acc[r][v]);
        }
    }
    inline for (0..tile_rows) |r| {
        inline for (0..vectors) |v| {
            const at = c + r * stride + v * width;
            storeR(at, if (is_first) acc[r][v] else loadR(at) + acc[r][v]);
        }
    }
}

/// Tiles of rows, column after column; missing rows are zeros.
fn packA(a: [*]const f64, stride: usize, rows: usize, depth: usize, out: [*]f64) void {
    var at = out;
    var i: usize = 0;
    while (i < rows) : (i += tile_rows) {
        var packed_depth: usize = 0;
        if (tile_rows == 8 and i + tile_rows <= rows) {
            while (packed_depth + 8 <= depth) : (packed_depth += 8) {
                var square: [8]simd.I = undefined;
                inline for (&square, 0..) |*x, r| {
                    x.* = @bitCast(vector.load(a + (i + r) * stride + packed_depth));
                }
                for (network.transpose(square), packed_depth..) |column, p| {
                    vector.store(at + p * tile_rows, @bitCast(column));
                }
            }
        }
        for (0..tile_rows) |r| {
            if (i + r < rows) {
                const source = a + (i + r) * stride;
                for (packed_depth..depth) |p| at[p * tile_rows + r] = source[p];
            } else {
                for (0..depth) |p| at[p * tile_rows + r] = 0;
            }
        }
        at += tile_rows * depth;
    }
}

/// Tiles of columns, row after row; missing columns are zeros.
fn packB(b: [*]const f64, stride: usize, depth: usize, columns: usize, out: [*]f64) void {
    var at = out;
    var j: usize = 0;
    while (j < columns) : (j += tile_columns) {
        const count: usize = @min(tile_columns, columns - j);
        for (0..depth) |p| {
            const source = b + p * stride + j;
            if (count == tile_columns) {
                inline for (0..tile_vectors) |v| storeR(at + v * width, loadR(source + v * width));
            } else {
                for (0..tile_columns) |s| at[s] = if (s < count) source[s] else 0;
            }
            at += tile_columns;
        }
    }
}

/// For fewer rows than a tile has, copying B would cost more than it gives.
fn multiplyFewRows(
    a: [*]const f64,
    b: [*]const f64,
    c: [*]f64,
    m: usize,
    k: usize,
    n: usize,
) void {
    for (0..m) |row| {
        const left = a + row * k;
        const out = c + row * n;
        var j: usize = 0;
        while (j + 32 <= n) : (j += 32) {
            var acc: [4]F = @splat(@as(F, @splat(0)));
            for (0..k) |p| {
                const x: F = @splat(left[p]);
                inline for (0..4) |v| {
                    acc[v] = multiplyAdd(x, vector.load(b + p * n + j + 8 * v), acc[v]);
                }
            }
            inline for (0..4) |v| vector.store(out + j + 8 * v, acc[v]);
        }
        for (0..k) |p| {
            for (j..n) |s| out[s] = multiplyAdd(left[p], b[p * n + s], out[s]);
        }
    }
}

inline fn multiplyAdd(x: anytype, y: @TypeOf(x), z: @TypeOf(x)) @TypeOf(x) {
    return if (simd.has_fma) @mulAdd(@TypeOf(x), x, y, z) else x * y + z;
}

inline fn loadR(p: [*]const f64) R {
    return @as(*align(8) const R, @ptrCast(p)).*;
}

inline fn storeR(p: [*]f64, x: R) void {
    @as(*align(8) R, @ptrCast(p)).* = x;
}

fn roundUp(x: usize, step: usize) usize {
    return (x + step - 1) / step * step;
}

/// out (columns x rows) = m (rows x columns) mirrored; they do not overlap.
pub fn transpose(m: [*]const f64, rows: usize, columns: usize, out: [*]f64) callconv(.c) void {
    const tile = 16;
    var i: usize = 0;
    while (i < rows) : (i += tile) {
        const i_end = @min(i + tile, rows);
        var j: usize = 0;
        while (j < columns) : (j += tile) {
            const j_end = @min(j + tile, columns);
            for (j..j_end) |column| {
                for (i..i_end) |row| out[column * rows + row] = m[row * columns + column];
            }
        }
    }
}

/// Distances between `count` points of `dim` coordinates each: out (count x count), symmetric.
/// `scratch` has dim * (count + 8) elements.
pub fn distances(
    points: [*]const f64,
    count: usize,
    dim: usize,
    out: [*]f64,
    scratch: [*]f64,
) callconv(.c) void {
    // One coordinate of all points together, so that eight points make a vector.
    const stride = count + 8;
    for (0..dim) |d| {
        for (0..count) |i| scratch[d * stride + i] = points[i * dim + d];
        @memset(scratch[d * stride + count ..][0..8], 0);
    }
    for (0..count) |i| {
        var j = i / 8 * 8;
        while (j < count) : (j += 8) {
            var squares: F = @splat(0);
            for (0..dim) |d| {
                const mine: F = @splat(points[i * dim + d]);
                const difference = vector.load(scratch + d * stride + j) - mine;
                squares += difference * difference;
            }
            const row = out + i * count;
            const result = @sqrt(squares);
            if (j + 8 <= count) {
                vector.store(row + j, result);
            } else {
                vector.storePart(row + j, count - j, result);
            }
        }
    }
    for (0..count) |i| {
        for (0..i) |j| out[i * count + j] = out[j * count + i];
    }
}

test "multiply, transpose and distances of small shapes against the plain loops" {
    var generator = std.Random.DefaultPrng.init(5);
    const random = generator.random();
    const allocator = std.testing.allocator;
    const sizes = [_]usize{ 0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 17, 24, 25, 33, 50 };
    const a = try allocator.alloc(f64, 2500);
    defer allocator.free(a);
    const b = try allocator.alloc(f64, 2500);
    defer allocator.free(b);
    const c = try allocator.alloc(f64, 2500);
    defer allocator.free(c);
    const scratch = try allocator.alignedAlloc(f64, .@"64", multiplyScratch(50));
    defer allocator.free(scratch);
    // Small integers, so that every order of additions gives the same result.
    for (a, b) |*x, *y| {
        x.* = @floatFromInt(random.intRangeAtMost(i32, -50, 50));
        y.* = @floatFromInt(random.intRangeAtMost(i32, -50, 50));
    }
    for (sizes) |m| {
        for (sizes) |k| {
            for (sizes) |n| {
                multiply(a.ptr, b.ptr, c.ptr, m, k, n, scratch.ptr);
                for (0..m) |i| {
                    for (0..n) |j| {
                        var expected: f64 = 0;
                        for (0..k) |p| expected += a[i * k + p] * b[p * n + j];
                        try std.testing.expectEqual(expected, c[i * n + j]);
                    }
                }
            }
            transpose(a.ptr, m, k, c.ptr);
            for (0..m) |i| {
                for (0..k) |j| try std.testing.expectEqual(a[i * k + j], c[j * m + i]);
            }
        }
        for (1..5) |dim| {
            distances(a.ptr, m, dim, c.ptr, scratch.ptr);
            for (0..m) |i| {
                for (0..m) |j| {
                    var squares: f64 = 0;
                    for (0..dim) |d| {
                        const difference = a[i * dim + d] - a[j * dim + d];
                        squares += difference * difference;
                    }
                    try std.testing.expectEqual(@sqrt(squares), c[i * m + j]);
                }
            }
        }
    }
}

test "multiply of shapes beyond one block" {
    const allocator = std.testing.allocator;
    const m = 2 * block_rows + 5;
    const k = depth_max + 9;
    const n = 53;
    const a = try allocator.alloc(f64, m * k);
    defer allocator.free(a);
    const b = try allocator.alloc(f64, k * n);
    defer allocator.free(b);
    const c = try allocator.alloc(f64, m * n);
    defer allocator.free(c);
    const scratch = try allocator.alignedAlloc(f64, .@"64", multiplyScratch(n));
    defer allocator.free(scratch);
    for (a, 0..) |*x, i| x.* = @floatFromInt(i % 23);
    for (b, 0..) |*x, i| x.* = @floatFromInt(i % 19);
    multiply(a.ptr, b.ptr, c.ptr, m, k, n, scratch.ptr);
    for (0..m) |i| {
        for (0..n) |j| {
            var expected: f64 = 0;
            for (0..k) |p| expected += a[i * k + p] * b[p * n + j];
            try std.testing.expectEqual(expected, c[i * n + j]);
        }
    }
}
