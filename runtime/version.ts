/**
 * The version of Zixir.
 *
 * @module
 */

/** The version, as in `deno.json` (a test compares them: reading that file costs start-up time). */
export const VERSION: string = "0.1.0";
