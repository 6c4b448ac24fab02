import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { stripVTControlCharacters } from "node:util";
import { VirtualTerminal } from "../../tests/repl/virtual_terminal.ts";
import { type EditorState, newState, withMenu } from "./editor.ts";
import { layout, type LayoutOptions, textRows } from "./layout.ts";
import { complete } from "./menu.ts";
import { stylesOf } from "./paint.ts";
import { Screen } from "./screen.ts";

function options(columns: number, changes: Partial<LayoutOptions> = {}): LayoutOptions {
  return {
    columns,
    rowsMax: 100,
    prompt: "> ",
    promptMore: "  ",
    colour: false,
    suggestion: "",
    paint: stylesOf,
    ...changes,
  };
}

function stateOf(text: string, cursor = text.length): EditorState {
  return { ...newState(text), buffer: { text, cursor } };
}

function rowsOf(text: string, columns: number): string[] {
  return layout(stateOf(text), options(columns)).rows.map((row) => row.text);
}

Deno.test("layout() puts prompts before lines and breaks those that are too long", () => {
  assertEquals(rowsOf("a\nb", 80), ["> a", "  b"]);
  assertEquals(rowsOf("abcdefgh", 8), ["> abcde", "fgh"]);
  assertEquals(rowsOf("日本語", 8), ["> 日本", "語"]);
  assertEquals(rowsOf("\tx", 80), [">   x"]);
});

Deno.test("layout() says where the cursor is, at the edge in the next row", () => {
  const at = (text: string, cursor: number): number[] => {
    const { cursorRow, cursorColumn } = layout(stateOf(text, cursor), options(8));
    return [cursorRow, cursorColumn];
  };
  assertEquals(at("abc", 1), [0, 3]);
  assertEquals(at("日本", 1), [0, 4]);
  assertEquals(at("abcde", 5), [1, 0]);
  assertEquals(at("abcdef", 5), [1, 0]);
  assertEquals(at("a\nbc", 3), [1, 3]);
});

Deno.test("layout() shows of a long entry the rows around the cursor", () => {
  const text = Array.from({ length: 50 }, (_, i) => String(i)).join("\n");
  const { rows, cursorRow } = layout(stateOf(text, 0), options(20, { rowsMax: 5 }));
  assertEquals([rows.length, rows[0].text, cursorRow], [5, "> 0", 0]);
  const end = layout(stateOf(text), options(20, { rowsMax: 5 }));
  assertEquals([end.rows.at(-1)?.text, end.cursorRow], ["  49", 4]);
});

Deno.test("layout() shows completions below, and what the chosen one is", () => {
  const found = complete(newState("s").buffer, {
    start: 0,
    candidates: [{ text: "sort", detail: "sort(xs)" }, { text: "sum", detail: "sum(xs)" }],
  });
  const offered = withMenu(newState("s"), found.buffer, found.menu);
  const below = (state: EditorState): string[] =>
    layout(state, options(40)).rows.slice(1).map((row) => row.text.trimEnd());
  assertEquals(below(offered), ["sort  sum"]);
  const chosen = { ...offered, menu: { ...offered.menu!, selected: 1 } };
  assertEquals(below(chosen), ["sort  sum<", "sum(xs)"]);
});

Deno.test("layout() shows a suggestion behind the cursor, faintly or not at all", () => {
  const shown = (colour: boolean): string =>
    layout(stateOf("le"), options(40, { colour, suggestion: "t x = 1" })).rows[0].text;
  assertEquals(shown(false), "> le");
  assertEquals(shown(true), "\x1b[1;32m> \x1b[0mle\x1b[2mt x = 1\x1b[0m");
});

Deno.test("layout() in colour shows the same text", () => {
  const text = 'let x = "日本 ${1 + 2}" # é\nfn f(): nil';
  const plain = textRows(text, 0, options(10, { colour: true })).rows
    .map((row) => stripVTControlCharacters(row.text));
  assertEquals(plain, textRows(text, 0, options(10)).rows.map((row) => row.text));
});

Deno.test("Screen shows each frame in place of the last, whatever they are", () => {
  const frame = fc.record({
    text: fc.array(
      fc.constantFrom("a", "bc", " ", "\n", "日", "e\u0301", "👩‍👩‍👧", "\t", "let ", "\n\n"),
      { maxLength: 40 },
    ).map((parts) => parts.join("")),
    atStart: fc.boolean(),
    colour: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 8 }), (frames) => {
      const terminal = new VirtualTerminal(12, 40);
      terminal.write("before\r\n");
      const screen = new Screen();
      for (const { text, atStart, colour } of frames) {
        const state = stateOf(text, atStart ? 0 : text.length);
        const shown = layout(state, options(12, { rowsMax: 30, colour }));
        terminal.write(screen.show(shown));
        const wanted = layout(state, options(12, { rowsMax: 30 }));
        const rows = wanted.rows.map((row) => row.text.trimEnd()).join("\n").trimEnd();
        assertEquals(terminal.text, `before\n${rows}`);
        assertEquals(terminal.cursor, [wanted.cursorRow + 1, wanted.cursorColumn]);
      }
      terminal.write(`${screen.leave()}after`);
      assert(terminal.text.endsWith("\nafter"));
    }),
    { numRuns: 300 },
  );
});

Deno.test("Screen takes its frame away when the width changes", () => {
  const terminal = new VirtualTerminal(20, 10);
  const screen = new Screen();
  terminal.write("before\r\n");
  terminal.write(screen.show(layout(stateOf("a\nb\nc"), options(20))));
  terminal.write(screen.resized(20));
  assertEquals(terminal.text, "before");
  terminal.write(screen.show(layout(stateOf("x"), options(20))));
  assertEquals(terminal.text, "before\n> x");
  terminal.write(screen.cleared());
  assertEquals(terminal.text, "");
});
