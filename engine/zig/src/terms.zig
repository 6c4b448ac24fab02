//! Sources of floats, eight at a time: lists, and what is computed from lists element by element.
//!
//! Maps write them out (`map.zig`) and sums add them up (`sum.zig`). A source has
//!   load(i)             terms i .. i+8
//!   loadPart(i, count)  the first `count` (below 8) of them; the other lanes are whatever `f` makes
//!                       of the fill, which for sums must be zero
//!   fetch(i)            asks for the memory of terms that come some pages later

const vector = @import("vector.zig");
const F = vector.F;

/// f(x) of each element.
pub fn Each(comptime f: fn (F) callconv(.@"inline") F) type {
    return struct {
        xs: [*]const f64,

        pub inline fn load(self: @This(), i: usize) F {
            return f(vector.load(self.xs + i));
        }
        pub inline fn fetch(self: @This(), i: usize) void {
            vector.fetchAhead(self.xs + i);
        }
        pub inline fn loadPart(self: @This(), i: usize, count: usize) F {
            return f(vector.loadPart(self.xs + i, count, 0));
        }
    };
}

/// f(x, y) of the elements of two lists.
pub fn Pairs(comptime f: fn (F, F) callconv(.@"inline") F) type {
    return struct {
        xs: [*]const f64,
        ys: [*]const f64,

        pub inline fn load(self: @This(), i: usize) F {
            return f(vector.load(self.xs + i), vector.load(self.ys + i));
        }
        pub inline fn fetch(self: @This(), i: usize) void {
            vector.fetchAhead(self.xs + i);
            vector.fetchAhead(self.ys + i);
        }
        pub inline fn loadPart(self: @This(), i: usize, count: usize) F {
            const x = vector.loadPart(self.xs + i, count, 0);
            return f(x, vector.loadPart(self.ys + i, count, 0));
        }
    };
}

/// f(x, c) of each element and a constant.
pub fn With(comptime f: fn (F, F) callconv(.@"inline") F) type {
    return struct {
        xs: [*]const f64,
        c: F,

        pub inline fn load(self: @This(), i: usize) F {
            return f(vector.load(self.xs + i), self.c);
        }
        pub inline fn fetch(self: @This(), i: usize) void {
            vector.fetchAhead(self.xs + i);
        }
        pub inline fn loadPart(self: @This(), i: usize, count: usize) F {
            return f(vector.loadPart(self.xs + i, count, 0), self.c);
        }
    };
}

/// f(x - c) of each element, zero in the lanes that are filled up when f(0) is.
pub fn Deviations(comptime f: fn (F) callconv(.@"inline") F) type {
    return struct {
        xs: [*]const f64,
        c: f64,

        pub inline fn load(self: @This(), i: usize) F {
            return f(vector.load(self.xs + i) - @as(F, @splat(self.c)));
        }
        pub inline fn fetch(self: @This(), i: usize) void {
            vector.fetchAhead(self.xs + i);
        }
        pub inline fn loadPart(self: @This(), i: usize, count: usize) F {
            return f(vector.loadPart(self.xs + i, count, self.c) - @as(F, @splat(self.c)));
        }
    };
}

/// (x - c)(y - d) of the elements of two lists.
pub const CoDeviations = struct {
    xs: [*]const f64,
    ys: [*]const f64,
    c: f64,
    d: f64,

    pub inline fn load(self: @This(), i: usize) F {
        const x = vector.load(self.xs + i) - @as(F, @splat(self.c));
        return x * (vector.load(self.ys + i) - @as(F, @splat(self.d)));
    }
    pub inline fn fetch(self: @This(), i: usize) void {
        vector.fetchAhead(self.xs + i);
        vector.fetchAhead(self.ys + i);
    }
    pub inline fn loadPart(self: @This(), i: usize, count: usize) F {
        const x = vector.loadPart(self.xs + i, count, self.c) - @as(F, @splat(self.c));
        return x * (vector.loadPart(self.ys + i, count, self.d) - @as(F, @splat(self.d)));
    }
};

pub inline fn same(x: F) F {
    return x;
}
pub inline fn square(x: F) F {
    return x * x;
}
pub inline fn add(x: F, y: F) F {
    return x + y;
}
pub inline fn sub(x: F, y: F) F {
    return x - y;
}
pub inline fn mul(x: F, y: F) F {
    return x * y;
}
pub inline fn div(x: F, y: F) F {
    return x / y;
}
