import { assertEquals } from "@std/assert";
import { type Key, KeyDecoder } from "./keys.ts";

/** Keys in short: names, text in quotes, pasted text in angle brackets. */
function short(keys: readonly Key[]): string {
  return keys.map((key) =>
    key.kind === "key" ? key.name : key.kind === "text" ? JSON.stringify(key.text) : `<${key.text}>`
  ).join(" ");
}

const CASES: readonly (readonly [input: string, keys: string])[] = [
  ["abc", '"abc"'],
  ["héllo 日本", '"héllo 日本"'],
  ["\r", "enter"],
  ["\n", "enter"],
  ["\t\x7f\b", "tab backspace backspace"],
  ["\x01\x05\x1a\x1f\x00", "ctrl-a ctrl-e ctrl-z ctrl-_ ctrl-space"],
  ["\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F", "up down right left home end"],
  ["\x1bOA\x1bOH", "up home"],
  ["\x1b[1~\x1b[3~\x1b[4~\x1b[5~\x1b[6~", "home delete end page-up page-down"],
  ["\x1b[1;5C\x1b[1;3D\x1b[3;5~\x1b[1;2A", "ctrl-right alt-left ctrl-delete shift-up"],
  ["\x1b[Z", "shift-tab"],
  ["\x1b[13;2u\x1b[13;3u\x1b[97;5u", "shift-enter alt-enter ctrl-a"],
  ["\x1bb\x1bD\x1b\x7f\x1b\r", "alt-b alt-d alt-backspace alt-enter"],
  ["\x1b\x03", "escape ctrl-c"],
  ["\x1b[200~a\r\nb\x1b[201~c", '<a\r\nb> "c"'],
  ["\x1b[200~\x1b[A\x1b[201~", "<\x1b[A>"],
  ["\x1b[?1;2c\x1b[99~x", '"x"'],
  ["\x1b[é", '"é"'],
];

for (const [input, keys] of CASES) {
  Deno.test(`KeyDecoder reads ${JSON.stringify(input)} as ${JSON.stringify(keys)}`, () => {
    const decoder = new KeyDecoder();
    assertEquals(short(decoder.push(input)), keys);
    assertEquals(decoder.isPending, false);
  });
}

Deno.test("KeyDecoder reads the same keys wherever the input is cut", () => {
  const input = CASES.filter(([, keys]) => !keys.includes('"')).map(([input]) => input).join("");
  const whole = short(new KeyDecoder().push(input));
  for (let cut = 0; cut <= input.length; cut++) {
    const decoder = new KeyDecoder();
    const keys = [...decoder.push(input.slice(0, cut)), ...decoder.push(input.slice(cut))];
    assertEquals(short(keys), whole, `cut at ${cut}`);
  }
});

Deno.test("KeyDecoder takes an ESC behind which nothing comes for the key", () => {
  const decoder = new KeyDecoder();
  assertEquals(decoder.push("\x1b"), []);
  assertEquals(decoder.isPending, true);
  assertEquals(short(decoder.flush()), "escape");
  assertEquals(decoder.isPending, false);
  assertEquals(decoder.push("\x1b["), []);
  assertEquals(short(decoder.flush()), 'escape "["');
});

Deno.test("KeyDecoder waits for the end of what is pasted, however long it takes", () => {
  const decoder = new KeyDecoder();
  assertEquals(decoder.push("\x1b[200~part"), []);
  assertEquals(decoder.isPending, false);
  assertEquals(decoder.flush(), []);
  assertEquals(short(decoder.push(" two\x1b[201~")), "<part two>");
});
