/**
 * Hashes of code, by which a resumed run tells whether a step is still the one it recorded.
 *
 * @module
 */
import type { FunctionDecl } from "../syntax/ast.ts";
import type { Unit } from "./unit.ts";
import { containsInside } from "./walk.ts";

/**
 * A hash of a function's text and of the text of every function of the program that it reaches.
 * Steps and workflows reached are left out: each is recorded, and compared, for itself.
 *
 * @returns 16 hexadecimal digits
 */
export function codeHash(unit: Unit, decl: FunctionDecl): string {
  const texts = new Map<FunctionDecl, string>();
  collect(unit, decl, unit.checked.file, texts);
  return hash64([...texts.values()].sort().join("\u0000"));
}

function collect(
  unit: Unit,
  decl: FunctionDecl,
  file: string,
  texts: Map<FunctionDecl, string>,
): void {
  if (texts.has(decl)) return;
  const source = unit.input.sourceOf(file);
  const { start } = decl.name.span;
  texts.set(decl, source.slice(start, decl.span.end).replace(/\s+/g, " "));
  const checked = unit.moduleOf(file);
  containsInside(decl.body, (node) => {
    if (node.kind !== "name" && node.kind !== "field") return false;
    const symbol = checked.symbolOf(node);
    if (symbol?.kind === "function" && symbol.decl.role === "fn") {
      collect(unit, symbol.decl, symbol.file, texts);
    }
    return false;
  });
}

/**
 * FNV-1a with 64 bits over UTF-16 units, in two 32-bit halves
 * (Fowler, Noll, Vo; draft-eastlake-fnv).
 */
export function hash64(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let i = 0; i < text.length; i++) {
    low ^= text.charCodeAt(i);
    // The prime is 2^40 + 0x1b3; the product is taken modulo 2^64.
    const product = (low >>> 0) * 0x1b3;
    const carry = Math.floor(product / 0x100000000);
    high = (Math.imul(high, 0x1b3) + carry + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}
