/**
 * What a user sees as one character, and how wide a terminal shows it.
 *
 * @module
 */
import stringWidth from "string-width";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** A character as a user sees it. */
export interface Cluster {
  /** Its code units. */
  readonly text: string;
  /** Cells of the terminal: 0, 1 or 2. */
  readonly width: number;
}

/** Cells that a tab takes. */
export const TAB_WIDTH = 2;

/** The characters of a line, which has no line end in it. */
export function clustersOf(line: string): Cluster[] {
  if (isPlain(line)) return Array.from(line, (text) => ({ text, width: 1 }));
  return Array.from(segmenter.segment(line), ({ segment }) => ({
    text: segment,
    width: widthOf(segment),
  }));
}

/** The cells that a text on one line takes. */
export function textWidth(text: string): number {
  return isPlain(text) ? text.length : stringWidth(text);
}

/** The start of the character before an offset; 0 at the start. */
export function clusterBefore(text: string, offset: number): number {
  if (offset <= 0) return 0;
  if (text[offset - 1] === "\n") return offset - 1;
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const line = text.slice(start, offset);
  if (isPlain(line)) return offset - 1;
  let last = 0;
  for (const { index } of segmenter.segment(line)) last = index;
  return start + last;
}

/** The end of the character behind an offset; the text's length at its end. */
export function clusterAfter(text: string, offset: number): number {
  if (offset >= text.length) return text.length;
  const [first] = segmenter.segment(text.slice(offset, offset + CLUSTER_MAX));
  return offset + first.segment.length;
}

/** Code units looked at for one character: enough for a family of emoji. */
const CLUSTER_MAX = 64;

function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

function widthOf(cluster: string): number {
  if (cluster === "\t") return TAB_WIDTH;
  return stringWidth(cluster);
}
