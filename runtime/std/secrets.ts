/**
 * The secret values of a program, masked in whatever people read: logs, error reports.
 *
 * 1. A text handed to {@linkcode Secrets.mask} comes back without any value ever added, also where
 *    one secret contains another: longer ones are replaced first.
 * 2. Values shorter than {@linkcode SHORTEST} are not masked: replacing every `1` or `on` would hide
 *    nothing and spoil the text.
 *
 * @module
 */

/** Fewest characters a value must have to be masked. */
export const SHORTEST = 4;

/** What stands in place of a secret. */
export const MASK = "***";

/** A set of secret values. */
export class Secrets {
  /** Longest first, for invariant 1. */
  #values: string[] = [];

  /**
   * Adds a value.
   *
   * @param value the secret
   */
  add(value: string): void {
    if (value.length < SHORTEST || this.#values.includes(value)) return;
    this.#values.push(value);
    this.#values.sort((a, b) => b.length - a.length);
  }

  /**
   * A text without the secrets.
   *
   * @param text any text
   *
   * @example
   * ```ts
   * import { Secrets } from "./secrets.ts";
   * const secrets = new Secrets();
   * secrets.add("hunter22");
   * if (secrets.mask("key=hunter22") !== "key=***") throw new Error("masked");
   * ```
   */
  mask(text: string): string {
    for (const value of this.#values) text = text.replaceAll(value, MASK);
    return text;
  }
}
