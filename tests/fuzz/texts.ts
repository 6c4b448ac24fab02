/**
 * Texts for fuzzing the parser: noise, and real programs cut and changed; all from a seed.
 *
 * @module
 */

/** A source of numbers that a seed determines: mulberry32. */
export class Random {
  #state: number;

  /** Starts from a seed. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number in `[0, 1)`. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number in `[0, bound)`. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** One of the items. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}

/** Pieces of the language, for texts that are almost programs. */
export const fragments: readonly string[] = [
  ..."( ) [ ] { } : ; , . = => -> |> ?? ?. .. ..= ... | + - * ** / // % == != < <= > >= ! @ #"
    .split(" "),
  ..."let var fn pub type import from as if else match for in while return break continue".split(
    " ",
  ),
  ..."try catch raise step workflow parallel checkpoint schedule python true false nil and or not"
    .split(" "),
  ..."x f xs Circle Int 1 2.5 200ms 64MB".split(" "),
  '"',
  '"a"',
  '"a ${',
  '"""',
  "${",
  "'",
  "`",
  "\\",
  "\n",
  "\n",
  "\n  ",
  "\n    ",
  "\r\n",
  "\t",
  " ",
  "## doc\n",
  "# note\n",
  "x => ",
  "fn(a): ",
  "if x: ",
  "else: ",
  "match x {",
  "1 => 2",
  "\u00e9",
  "\ud83d\ude00",
  "\ud800",
  "\u0000",
  "\ufeff",
  "\u00a0",
];

/** The programs of a `.cases` file. */
export function programsOf(cases: string): string[] {
  return cases.split(/^=== /m).slice(1).map((block) => {
    const lines = block.split("\n").slice(1);
    const end = lines.findIndex((line) => /^(>>>|!!!)/.test(line));
    return lines.slice(0, end < 0 ? lines.length : end).join("\n") + "\n";
  });
}

/** A text of random fragments. */
export function randomFragments(random: Random, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) {
    text += random.pick(fragments);
    if (random.below(3) > 0) text += " ";
  }
  return text;
}

/** A text of random bytes, read as UTF-8. */
export function randomBytes(random: Random, count: number): string {
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i++) bytes[i] = random.below(256);
  return new TextDecoder().decode(bytes);
}

/** One random change: something is taken out, put in, doubled, or moved. */
export function mutate(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const length = random.below(random.pick([2, 8, 40]));
  switch (random.below(5)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + random.pick(fragments) + text.slice(at);
    case 2:
      return text.slice(0, at) + random.pick(fragments) + text.slice(at + 1);
    case 3:
      return text.slice(0, at) + text.slice(at, at + length) + text.slice(at);
    default: {
      const piece = text.slice(at, at + length);
      const rest = text.slice(0, at) + text.slice(at + length);
      const to = random.below(rest.length + 1);
      return rest.slice(0, to) + piece + rest.slice(to);
    }
  }
}
