//! What an exported operation answers. `engine/status.ts` maps each to an error; a test compares
//! the two lists.

pub const Status = enum(u32) {
    /// Done; the results are in the out parameters.
    ok = 0,
    /// The operation has no answer for an empty list.
    empty = 1,
    /// Two lists that must have equal lengths do not.
    length_mismatch = 2,
    /// A matrix has not as many elements as its rows and columns say.
    bad_shape = 3,
    /// A number is outside what the operation takes.
    bad_argument = 4,
    /// The list for the result has not the result's length.
    bad_out = 5,
    /// The result, or what it needs on the way, is beyond what can be addressed.
    too_large = 6,
    /// The system has no more memory.
    out_of_memory = 7,
    /// A cell of a text is no number.
    not_a_number = 8,
    /// Rows of a text have different numbers of cells.
    ragged_rows = 9,
};
