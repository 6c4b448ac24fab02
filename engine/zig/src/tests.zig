//! Names every file with tests.

test {
    _ = @import("sum.zig");
}
