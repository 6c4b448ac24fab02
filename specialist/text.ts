/**
 * Text on its way to Python.
 *
 * @module
 */

/**
 * Writes text as UTF-8; a lone surrogate becomes the three bytes that Python's "surrogatepass" reads.
 *
 * @param into room for three bytes a unit
 * @returns how many bytes were written
 */
export function encodeText(text: string, into: Uint8Array): number {
  if (text.isWellFormed()) return encoder.encodeInto(text, into).written;
  let at = 0;
  for (const char of text) {
    const point = char.codePointAt(0)!;
    if (point >= 0xd800 && point <= 0xdfff) {
      into[at++] = 0xe0 | (point >> 12);
      into[at++] = 0x80 | ((point >> 6) & 0x3f);
      into[at++] = 0x80 | (point & 0x3f);
    } else {
      at += encoder.encodeInto(char, into.subarray(at)).written;
    }
  }
  return at;
}

const encoder = new TextEncoder();
