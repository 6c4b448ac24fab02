/**
 * Strings, counted and found by the bytes of their UTF-8 form.
 *
 * They are worked on in JavaScript where they live: handing one to native code means copying it.
 *
 * @module
 */
import { type EngineOperation, operation } from "../operation.ts";
import { text } from "../values.ts";

const encoder = new TextEncoder();
const chunkUnits = 8192;
let chunk: Uint8Array | undefined;

/** Bytes of the UTF-8 form of `s` from `start` to `end` (UTF-16 units, at character boundaries). */
function utf8Length(s: string, start: number, end: number): number {
  if (end - start < 64) {
    let bytes = 0;
    for (let i = start; i < end; i++) {
      const unit = s.charCodeAt(i);
      // Each half of a surrogate pair counts two of the four bytes.
      bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
    }
    return bytes;
  }
  chunk ??= new Uint8Array(3 * chunkUnits);
  let bytes = 0;
  for (let i = start; i < end;) {
    const { read, written } = encoder.encodeInto(s.slice(i, Math.min(end, i + chunkUnits)), chunk);
    bytes += written;
    i += read;
  }
  return bytes;
}

function stringCount(s: string): number {
  text(s, "string_count", "text");
  return utf8Length(s, 0, s.length);
}

/** Operations on strings. */
export const texts: readonly EngineOperation[] = [
  operation({
    name: "string_count",
    type: "(text: String) -> Int",
    doc: "How many bytes the UTF-8 form of the text has.",
    example: ['engine.string_count("héllo")', "6"],
    run: stringCount,
  }),
];
