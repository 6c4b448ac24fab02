import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { completeness } from "./completeness.ts";
import { type EditorRules, type EditorState, newState, press, withMenu } from "./editor.ts";
import { KeyDecoder } from "./keys.ts";
import { complete } from "./menu.ts";

const ENTRIES = ["let a = 1", "engine.sort_asc([2.0, 1.0])", "fn f(x):\n  x", "a + 1"];

const RULES: EditorRules = {
  entries: ENTRIES,
  suggests: false,
  needs: completeness,
};

/** What a terminal sends for keys that cannot be written otherwise. */
const SENT: Readonly<Record<string, string>> = {
  left: "\x1b[D",
  right: "\x1b[C",
  up: "\x1b[A",
  down: "\x1b[B",
  home: "\x1b[H",
  delete: "\x1b[3~",
  backspace: "\x7f",
  enter: "\r",
  "alt-enter": "\x1b\r",
  "alt-d": "\x1bd",
  "alt-b": "\x1bb",
  "alt-backspace": "\x1b\x7f",
  "shift-tab": "\x1b[Z",
  tab: "\t",
  escape: "\x1b\x1b",
};

/** Presses what a text says, with keys in angle brackets; gives state and actions. */
function after(
  input: string,
  from: EditorState = newState(),
): { state: EditorState; actions: string[] } {
  const sent = input.replaceAll(/<([a-z-]+)>/g, (_, name: string) => {
    const letter = /^ctrl-([a-z])$/.exec(name)?.[1];
    if (letter !== undefined) return String.fromCharCode(letter.charCodeAt(0) - 0x60);
    return name === "undo" ? "\x1f" : SENT[name];
  });
  const decoder = new KeyDecoder();
  let state = from;
  const actions: string[] = [];
  for (const key of [...decoder.push(sent), ...decoder.flush()]) {
    const pressed = press(state, key, RULES);
    state = pressed.state;
    if (pressed.action !== null) actions.push(pressed.action);
  }
  return { state, actions };
}

/** The text with `|` where the cursor is. */
function shown({ buffer: { text, cursor } }: EditorState): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const EDITS: readonly (readonly [input: string, expected: string])[] = [
  ["abc<left><left>X", "aX|bc"],
  ["abc<home>X<ctrl-e>Y", "XabcY|"],
  ["abc<backspace><backspace>", "a|"],
  ["abc<home><delete><ctrl-d>", "|c"],
  ["one two<alt-b><alt-b>", "|one two"],
  ["one two<ctrl-w>", "one |"],
  ["a.b<alt-backspace>", "a.|"],
  ["one two<home><alt-d>", "| two"],
  ["one two<alt-b><ctrl-k>", "one |"],
  ["one two<ctrl-u>", "|"],
  ["one two<ctrl-w><ctrl-w><ctrl-y><ctrl-y>", "one twoone two|"],
  ["one two<home><alt-d><alt-d><ctrl-y>", "one two|"],
  ["abc<ctrl-t>", "acb|"],
  ["abc<undo>", "|"],
  ["abc<left>d<undo>", "ab|c"],
  ["abc<backspace>d<undo><undo><undo>", "|"],
  ["\x1b[200~a\r\n  b\x07\x1b[201~", "a\n  b|"],
  ["a<alt-enter>b", "a\nb|"],
  ["if x:<enter>y", "if x:\n  y|"],
  ["if x:<enter>y<enter>else:", "if x:\n  y\nelse:|"],
  ["if x:<enter>for y in z:<enter>w<enter>else:", "if x:\n  for y in z:\n    w\n  else:|"],
  ["if x:<enter>y<enter><backspace>z", "if x:\n  y\nz|"],
  ["if x:<enter><tab>y<shift-tab>", "if x:\n  y|"],
  ["f(<enter>1", "f(\n  1|"],
  ["f(<enter>1<enter>)", "f(\n  1\n)|"],
  ["match x {<enter>}", "match x {\n}|"],
  ["f(<enter>1 + g()", "f(\n  1 + g()|"],
  ["ab<alt-enter>cd<up><ctrl-k>", "ab|cd"],
  ["ab<alt-enter>cd<up><ctrl-k><ctrl-k>", "ab|"],
  ["abcd<alt-enter>x<alt-enter>abcd<up><up>", "abcd|\nx\nabcd"],
];

for (const [input, expected] of EDITS) {
  Deno.test(`press() makes ${JSON.stringify(expected)} of ${JSON.stringify(input)}`, () => {
    assertEquals(shown(after(input).state), expected);
  });
}

Deno.test("Enter submits what is finished, wherever the cursor is", () => {
  assertEquals(after("1 + 1<home><enter>").actions, ["submit"]);
  const block = after("if x:<enter>y<enter><enter>");
  assertEquals([block.actions, block.state.buffer.text], [["submit"], "if x:\n  y"]);
  assertEquals(after("f(<enter>1)<enter>").actions, ["submit"]);
});

Deno.test("Enter in the middle of an entry of several lines begins a line", () => {
  const { state, actions } = after("f(<enter>1)<up><enter>");
  assertEquals([shown(state), actions], ["f(\n  |\n  1)", []]);
});

Deno.test("Ctrl-C, Ctrl-D, Ctrl-L, Ctrl-Z and Tab are told to whoever asks", () => {
  const { actions } = after("<ctrl-d>x<tab><ctrl-l><ctrl-z><ctrl-c>");
  assertEquals(actions, ["leave", "complete", "clear", "suspend", "cancel"]);
});

Deno.test("Up and Down go through the history and come back to what was written", () => {
  assertEquals(shown(after("<up>").state), "a + 1|");
  assertEquals(shown(after("<up><up>").state), "fn f(x):\n  x|");
  assertEquals(shown(after("<up><up><up><up>").state), `${ENTRIES[1]}|`);
  assertEquals(shown(after("let<up>").state), "let a = 1|");
  assertEquals(shown(after("let<up><up><down>").state), "let|");
  assertEquals(shown(after("new<up><down>").state), "new|");
});

Deno.test("Right and End at the end of the text take what is suggested", () => {
  const rules = { ...RULES, suggests: true };
  const typed = press(newState(), { kind: "text", text: "let" }, rules).state;
  for (const name of ["right", "end", "ctrl-e"]) {
    assertEquals(shown(press(typed, { kind: "key", name }, rules).state), "let a = 1|");
  }
  assertEquals(shown(press(typed, { kind: "key", name: "right" }, RULES).state), "let|");
  const inside = press(typed, { kind: "key", name: "left" }, rules).state;
  assertEquals(shown(press(inside, { kind: "key", name: "end" }, rules).state), "let|");
});

Deno.test("Ctrl-R finds earlier entries, and Escape gives up", () => {
  assertEquals(shown(after("<ctrl-r>sort").state), "engine.|sort_asc([2.0, 1.0])");
  assertEquals(shown(after("x<ctrl-r>let<enter>").state), "let a = 1|");
  assertEquals(shown(after("<ctrl-r>a<ctrl-r>").state), "engine.sort_|asc([2.0, 1.0])");
  assertEquals(shown(after("x<ctrl-r>sort<escape>").state), "x|");
  assertEquals(shown(after("x<ctrl-r>so<backspace><backspace>").state), "x|");
  assertEquals(shown(after("<ctrl-r>let<left>!").state), "!|let a = 1");
  assertEquals(after("<ctrl-r>nowhere").state.search?.isFound, false);
  assertEquals(after("<ctrl-r>let<enter><enter>").actions, ["submit"]);
});

Deno.test("a menu takes Tab and Enter, and goes with any other key", () => {
  const typed = after("so").state;
  const found = complete(typed.buffer, {
    start: 0,
    candidates: [{ text: "sort", detail: "" }, { text: "sort_by", detail: "" }],
  });
  const offered = withMenu(typed, found.buffer, found.menu);
  assertEquals(shown(after("<tab><tab>", offered).state), "sort_by|");
  assertEquals(shown(after("<shift-tab>", offered).state), "sort_by|");
  const chosen = after("<tab><enter>", offered);
  assertEquals([chosen.actions, chosen.state.menu], [[], null]);
  assertEquals(after("<enter>", offered).actions, ["submit"]);
  assertEquals(shown(after("<tab>(", offered).state), "sort(|");
  assertEquals(shown(after("<tab><tab><escape>", offered).state), "sort|");
});

Deno.test("whatever is pressed, the cursor lies between characters of the text", () => {
  const names = [
    ...Object.keys(SENT),
    ..."abcdefgklnprsuwy".split("").map((letter) => `ctrl-${letter}`),
    "undo",
  ];
  const input = fc.oneof(
    fc.constantFrom("a", "(", "}", "日本", "e\u0301", "👩‍👩‍👧", " ", "if x:", "else:", ":ty", '"""'),
    fc.constantFrom(...names).map((name) => `<${name}>`),
    fc.constant("\x1b[200~p\n\tq\x1b[201~"),
  );
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  fc.assert(
    fc.property(fc.array(input, { maxLength: 40 }), (inputs) => {
      let { state } = after("");
      for (const each of inputs) {
        state = after(each, state).state;
        const { text, cursor } = state.buffer;
        const line = text.slice(text.lastIndexOf("\n", cursor - 1) + 1).split("\n")[0];
        const column = cursor === 0 ? 0 : cursor - (text.lastIndexOf("\n", cursor - 1) + 1);
        const starts = [...segmenter.segment(line)].map(({ index }) => index);
        assert([...starts, line.length].includes(column), JSON.stringify([each, text, cursor]));
        assert(state.menu === null || state.search === null);
      }
    }),
    { numRuns: 500 },
  );
});
