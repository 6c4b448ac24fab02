//! Names every file with tests.

test {
    _ = @import("csv.zig");
    _ = @import("extreme.zig");
    _ = @import("filter.zig");
    _ = @import("keys.zig");
    _ = @import("map.zig");
    _ = @import("math.zig");
    _ = @import("matrix.zig");
    _ = @import("network.zig");
    _ = @import("partition.zig");
    _ = @import("pool.zig");
    _ = @import("random.zig");
    _ = @import("scan.zig");
    _ = @import("sort.zig");
    _ = @import("statistics.zig");
    _ = @import("strings.zig");
    _ = @import("sum.zig");
    _ = @import("top.zig");
}
