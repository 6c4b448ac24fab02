//! How alike two texts are. Texts are lists of Unicode code points.

const std = @import("std");
const pool = @import("pool.zig");

pub const Error = error{OutOfMemory};

/// The least number of insertions, deletions and replacements that turn `a` into `b`.
///
/// Bit-parallel, 64 rows of the table at a time (Myers, JACM 1999; Hyyro's block form, 2003): the outer
/// loop takes 64 characters of `a`, the inner one all of `b`, and what passes from one block to the
/// next is one of -1, 0, 1 for each character of `b`.
pub fn levenshtein(first: []const u32, second: []const u32) Error!usize {
    var a = first;
    var b = second;
    while (a.len > 0 and b.len > 0 and a[0] == b[0]) {
        a = a[1..];
        b = b[1..];
    }
    while (a.len > 0 and b.len > 0 and a[a.len - 1] == b[b.len - 1]) {
        a = a[0 .. a.len - 1];
        b = b[0 .. b.len - 1];
    }
    if (a.len == 0) return b.len;
    if (b.len == 0) return a.len;

    // Only needed between blocks.
    const single = a.len <= 64;
    const carried: []align(64) i8 = if (single)
        &.{}
    else
        pool.takeMany(i8, b.len) orelse return error.OutOfMemory;
    defer if (!single) pool.giveMany(i8, carried);
    if (!single) @memset(carried, 1);

    var distance = a.len;
    var start: usize = 0;
    while (start < a.len) : (start += 64) {
        const rows: usize = @min(64, a.len - start);
        const last = @as(u64, 1) << @intCast(rows - 1);
        const is_last_block = start + rows == a.len;
        const places = Places.init(a[start..][0..rows]);
        var up: u64 = ~@as(u64, 0);
        var down: u64 = 0;
        for (b, 0..) |c, j| {
            const in: i8 = if (single) 1 else carried[j];
            var equal = places.of(c);
            const vertical = equal | down;
            if (in < 0) equal |= 1;
            const horizontal = (((equal & up) +% up) ^ up) | equal;
            var plus = down | ~(horizontal | up);
            var minus = up & horizontal;
            const out: i8 = @as(i8, @intFromBool(plus & last != 0)) -
                @as(i8, @intFromBool(minus & last != 0));
            if (is_last_block) {
                if (out > 0) distance += 1;
                if (out < 0) distance -= 1;
            } else {
                carried[j] = out;
            }
            plus = plus << 1 | @intFromBool(in > 0);
            minus = minus << 1 | @intFromBool(in < 0);
            up = minus | ~(vertical | plus);
            down = plus & vertical;
        }
    }
    return distance;
}

/// For each character of a block, a bit at each place it is at: a hash table of 128 places.
const Places = struct {
    const size = 128;

    characters: [size]u32 = undefined,
    masks: [size]u64 = @splat(0),

    fn init(block: []const u32) Places {
        var self: Places = .{};
        for (block, 0..) |c, i| {
            const at = self.find(c);
            self.characters[at] = c;
            self.masks[at] |= @as(u64, 1) << @intCast(i);
        }
        return self;
    }

    inline fn of(self: *const Places, c: u32) u64 {
        return self.masks[self.find(c)];
    }

    /// The place of `c`, or the empty one where it would be; at most 64 are taken.
    inline fn find(self: *const Places, c: u32) usize {
        var at: usize = c % size;
        while (self.masks[at] != 0 and self.characters[at] != c) at = (at + 1) % size;
        return at;
    }
};

/// Similarity from 0 to 1 (Winkler, 1990): Jaro's, raised by a tenth of what is missing for each of up
/// to four common first characters when it is above 0.7. Two empty texts are alike.
pub fn jaroWinkler(a: []const u32, b: []const u32) Error!f64 {
    if (a.len == 0 and b.len == 0) return 1;
    if (a.len == 0 or b.len == 0) return 0;
    const flags = pool.takeMany(bool, a.len + b.len) orelse return error.OutOfMemory;
    defer pool.giveMany(bool, flags);
    @memset(flags, false);
    const in_a = flags[0..a.len];
    const in_b = flags[a.len..];

    const reach = @max(@max(a.len, b.len) / 2, 1) - 1;
    var matches: usize = 0;
    for (a, 0..) |c, i| {
        var at = i -| reach;
        while (at < @min(i + reach + 1, b.len)) : (at += 1) {
            if (in_b[at] or b[at] != c) continue;
            in_a[i] = true;
            in_b[at] = true;
            matches += 1;
            break;
        }
    }
    if (matches == 0) return 0;
    var swapped: usize = 0;
    var j: usize = 0;
    for (a, 0..) |c, i| {
        if (!in_a[i]) continue;
        while (!in_b[j]) j += 1;
        if (b[j] != c) swapped += 1;
        j += 1;
    }
    const m: f64 = @floatFromInt(matches);
    const transpositions: f64 = @floatFromInt(swapped / 2);
    const jaro = (m / toFloat(a.len) + m / toFloat(b.len) + (m - transpositions) / m) / 3;
    if (jaro <= 0.7) return jaro;
    var prefix: usize = 0;
    while (prefix < 4 and prefix < @min(a.len, b.len) and a[prefix] == b[prefix]) prefix += 1;
    return jaro + toFloat(prefix) * 0.1 * (1 - jaro);
}

fn toFloat(n: usize) f64 {
    return @floatFromInt(n);
}

/// The textbook table.
fn reference(a: []const u32, b: []const u32) usize {
    var row: [400]usize = undefined;
    for (0..b.len + 1) |j| row[j] = j;
    for (a, 0..) |x, i| {
        var diagonal = row[0];
        row[0] = i + 1;
        for (b, 0..) |y, j| {
            const replaced = diagonal + @intFromBool(x != y);
            diagonal = row[j + 1];
            row[j + 1] = @min(replaced, 1 + @min(row[j], row[j + 1]));
        }
    }
    return row[b.len];
}

test "levenshtein against the table, within and beyond one block" {
    var generator = std.Random.DefaultPrng.init(23);
    const random = generator.random();
    var a: [300]u32 = undefined;
    var b: [300]u32 = undefined;
    for (0..3000) |round| {
        const most: usize = if (round < 2000) 20 else 300;
        const n = random.uintAtMost(usize, most);
        const m = random.uintAtMost(usize, most);
        const alphabet = 1 + random.uintLessThan(u32, 5);
        // Characters 128 apart share a place in the hash table.
        for (a[0..n]) |*c| c.* = random.uintLessThan(u32, alphabet) * 128;
        for (b[0..m]) |*c| c.* = random.uintLessThan(u32, alphabet) * 128;
        const found = try levenshtein(a[0..n], b[0..m]);
        try std.testing.expectEqual(reference(a[0..n], b[0..m]), found);
    }
}

fn codePoints(comptime text: []const u8) [text.len]u32 {
    var result: [text.len]u32 = undefined;
    for (text, 0..) |c, i| result[i] = c;
    return result;
}

test "jaroWinkler of any lengths is between 0 and 1, and 1 for equal texts only" {
    var generator = std.Random.DefaultPrng.init(29);
    const random = generator.random();
    var a: [60]u32 = undefined;
    var b: [60]u32 = undefined;
    for (0..5000) |_| {
        const n = random.uintAtMost(usize, 60);
        const m = random.uintAtMost(usize, 60);
        for (a[0..n]) |*c| c.* = random.uintLessThan(u32, 4);
        for (b[0..m]) |*c| c.* = random.uintLessThan(u32, 4);
        const found = try jaroWinkler(a[0..n], b[0..m]);
        try std.testing.expect(found >= 0 and found <= 1);
        const same = std.mem.eql(u32, a[0..n], b[0..m]);
        try std.testing.expectEqual(same, found == 1);
        try std.testing.expectEqual(@as(f64, 1), try jaroWinkler(a[0..n], a[0..n]));
    }
}

test "jaroWinkler of the pairs in Winkler's papers" {
    const cases = .{
        .{ "martha", "marhta", 0.9611 },
        .{ "dwayne", "duane", 0.84 },
        .{ "dixon", "dicksonx", 0.8133 },
        .{ "abc", "xyz", 0.0 },
        .{ "same", "same", 1.0 },
    };
    inline for (cases) |case| {
        const found = try jaroWinkler(&codePoints(case[0]), &codePoints(case[1]));
        try std.testing.expectApproxEqAbs(case[2], found, 1e-4);
    }
}
