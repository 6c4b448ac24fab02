//! What an exported operation answers. `engine/status.ts` maps each to an error; a test compares
//! the two lists.

pub const Status = enum(u32) {
    /// Done; the results are in the out parameters.
    ok = 0,
    /// The operation has no answer for an empty list.
    empty = 1,
    /// Two lists that must have equal lengths do not.
    length_mismatch = 2,
};
