/**
 * The type of every Zixir value as the runtime holds it.
 *
 * @module
 */

/**
 * One Zixir value in *slot* form: the form it has inside containers, across function values, and
 * wherever its static type is unknown.
 *
 * | Zixir | slot |
 * |---|---|
 * | `Int` | `number` when safe (at most 2^53-1 either way), else a `bigint`, never in the safe range |
 * | `Float` | `number` when not integral (`2.5`, NaN, infinities), else a boxed {@linkcode Float} |
 * | `Bool`, `Nil`, `String` | `boolean`, `null`, `string` |
 * | `Bytes` | `Uint8Array` |
 * | list | `Float64Array` when non-empty and all Floats, else an array of slots |
 * | record, map | a plain object, see `record.ts` for its keys |
 * | tuple, range, Duration, Size, Time | `Tuple`, `Range`, `Duration`, `Size`, `Time` |
 * | user type | an instance of a class made by `makeConstructor` |
 * | function | a JS function, slots in, slot out |
 * | Python object | a handle class of the specialist |
 *
 * So a JS number in a slot is an Int exactly when `Number.isInteger` says so. `undefined` and
 * symbols are never values, which is what this alias states to the type checker.
 */
export type Slot = null | boolean | number | bigint | string | object;
