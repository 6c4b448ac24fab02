/**
 * The editor of entries: from keys to states. It draws nothing and reads nothing.
 *
 * Invariants:
 * 1. A state never changes; {@linkcode press} gives the next one.
 * 2. The cursor never lies inside of a character.
 * 3. At most one of menu and search is there, and any key that is not theirs ends them first.
 *
 * @module
 */
import type { Completeness } from "./completeness.ts";
import { cleaned, firstLine, newLine, withDedentedClause } from "./edits.ts";
import { type Entries, type Place, step, suggestion, textAt } from "./history.ts";
import { type Found, newSearch, type Search, searchFor, searchOn } from "./history_search.ts";
import type { Key } from "./keys.ts";
import {
  at,
  type Buffer,
  bufferOf,
  columnOf,
  insert,
  motions,
  replace,
  verticalTo,
} from "./line_buffer.ts";
import { type Menu, select } from "./menu.ts";

/** What is being written, and all that keys depend on. */
export interface EditorState {
  readonly buffer: Buffer;
  /** The text cut last, for Ctrl-Y. */
  readonly killed: string;
  /** What the last key did, as far as the next one depends on it. */
  readonly last: "kill" | "insert" | "vertical" | null;
  /** Column that up and down keep to. */
  readonly column: number;
  /** Buffers before each change, the latest last. */
  readonly undo: readonly Buffer[];
  /** Where in the history one is. */
  readonly place: Place | null;
  readonly search: Search | null;
  readonly menu: Menu | null;
}

/** What the editor needs to know of the world. */
export interface EditorRules {
  /** Earlier entries, oldest first. */
  readonly entries: Entries;
  /** Whether the user sees how an earlier entry goes on. */
  readonly suggests: boolean;
  /** Whether an entry is finished. */
  needs(text: string): Completeness;
}

/** What is to be done besides showing the state. */
export type Action = "submit" | "cancel" | "leave" | "complete" | "clear" | "suspend";

/** What a key leads to. */
export interface Pressed {
  readonly state: EditorState;
  readonly action: Action | null;
}

/** A state with a text and the cursor at its end. */
export function newState(text = "", killed = ""): EditorState {
  return {
    buffer: bufferOf(text),
    killed,
    last: null,
    column: 0,
    undo: [],
    place: null,
    search: null,
    menu: null,
  };
}

/**
 * What a key does.
 *
 * @param state what is there
 * @param key what was pressed
 * @param rules history and what a finished entry is
 *
 * @example
 * ```ts
 * import { newState, press } from "./editor.ts";
 * const rules = { entries: [], suggests: false, needs: () => "complete" as const };
 * const typed = press(newState(), { kind: "text", text: "1 + 1" }, rules).state;
 * const { state, action } = press(typed, { kind: "key", name: "enter" }, rules);
 * if (action !== "submit" || state.buffer.text !== "1 + 1") throw new Error(action ?? "nothing");
 * ```
 */
export function press(state: EditorState, key: Key, rules: EditorRules): Pressed {
  if (state.search !== null) return pressInSearch(state, state.search, key, rules);
  if (state.menu !== null) return pressInMenu(state, state.menu, key, rules);
  if (key.kind === "text") return typed(state, key.text);
  if (key.kind === "paste") return show(changed(state, insert(state.buffer, cleaned(key.text))));
  return (KEYS[key.name] ?? stay)(state, rules);
}

/** How an earlier entry goes on from what is written; "" where nothing is suggested. */
export function suggested(state: EditorState, { entries, suggests }: EditorRules): string {
  const { text, cursor } = state.buffer;
  const isWriting = state.menu === null && state.search === null && state.place === null;
  return suggests && isWriting && cursor === text.length ? suggestion(entries, text) : "";
}

/** The state with other completions or none, and the text that goes with them. */
export function withMenu(state: EditorState, buffer: Buffer, menu: Menu | null): EditorState {
  const next = buffer === state.buffer ? state : changed(state, buffer);
  return { ...next, menu };
}

type Handler = (state: EditorState, rules: EditorRules) => Pressed;

const KEYS: Readonly<Record<string, Handler>> = {
  "enter": enter,
  "alt-enter": (state) => show(changed(state, newLine(state.buffer))),
  "shift-enter": (state) => show(changed(state, newLine(state.buffer))),
  "tab": (state) => {
    const line = state.buffer.text.slice(motions.lineStart(state.buffer), state.buffer.cursor);
    if (line.trim() !== "") return { state, action: "complete" };
    return show(changed(state, insert(state.buffer, "  ")));
  },
  "shift-tab": dedent,
  "ctrl-c": (state) => ({ state, action: "cancel" }),
  "ctrl-d": (state) =>
    state.buffer.text === "" ? { state, action: "leave" } : erase(state, motions.right),
  "ctrl-l": (state) => ({ state, action: "clear" }),
  "ctrl-z": (state) => ({ state, action: "suspend" }),
  "left": move(motions.left),
  "ctrl-b": move(motions.left),
  "right": takeOr(motions.right),
  "ctrl-f": takeOr(motions.right),
  "home": move(motions.lineStart),
  "ctrl-a": move(motions.lineStart),
  "end": takeOr(motions.lineEnd),
  "ctrl-e": takeOr(motions.lineEnd),
  "ctrl-left": move(motions.wordLeft),
  "alt-left": move(motions.wordLeft),
  "alt-b": move(motions.wordLeft),
  "ctrl-right": move(motions.wordRight),
  "alt-right": move(motions.wordRight),
  "alt-f": move(motions.wordRight),
  "alt-<": move(motions.start),
  "ctrl-home": move(motions.start),
  "alt->": move(motions.end),
  "ctrl-end": move(motions.end),
  "up": vertical(-1),
  "ctrl-p": vertical(-1),
  "page-up": (state, rules) => inHistory(state, rules, -1),
  "down": vertical(1),
  "ctrl-n": vertical(1),
  "page-down": (state, rules) => inHistory(state, rules, 1),
  "backspace": backspace,
  "delete": (state) => erase(state, motions.right),
  "ctrl-k": (state) => {
    const { text, cursor } = state.buffer;
    // At the end of a line it takes the line end, as in Emacs.
    return kill(state, text[cursor] === "\n" ? motions.right : motions.lineEnd);
  },
  "ctrl-u": (state) => kill(state, motions.lineStart),
  "ctrl-w": (state) => kill(state, motions.blankLeft),
  "alt-backspace": (state) => kill(state, motions.wordLeft),
  "ctrl-backspace": (state) => kill(state, motions.wordLeft),
  "alt-d": (state) => kill(state, motions.wordRight),
  "ctrl-delete": (state) => kill(state, motions.wordRight),
  "ctrl-y": (state) => show(changed(state, insert(state.buffer, state.killed))),
  "ctrl-t": transpose,
  "ctrl-_": undo,
  "ctrl-r": (state, { entries }) => show({ ...state, search: newSearch(state.buffer, entries) }),
};

const UNDO_MAX = 200;

function show(state: EditorState): Pressed {
  return { state, action: null };
}

function stay(state: EditorState): Pressed {
  return show({ ...state, last: null });
}

/** The state after a change of the text, which can be undone. */
function changed(
  state: EditorState,
  buffer: Buffer,
  last: EditorState["last"] = null,
): EditorState {
  const isOneWithLast = last === "insert" && state.last === "insert";
  const undo = isOneWithLast ? state.undo : [...state.undo, state.buffer].slice(-UNDO_MAX);
  return { ...state, buffer, last, undo, place: null };
}

function typed(state: EditorState, text: string): Pressed {
  return show(changed(state, withDedentedClause(insert(state.buffer, text)), "insert"));
}

function move(motion: (buffer: Buffer) => number): Handler {
  return (state) => show({ ...state, buffer: at(state.buffer, motion(state.buffer)), last: null });
}

/** At the end of the text it takes what is suggested. */
function takeOr(motion: (buffer: Buffer) => number): Handler {
  return (state, rules) => {
    const more = suggested(state, rules);
    return more === ""
      ? move(motion)(state, rules)
      : show(changed(state, insert(state.buffer, more)));
  };
}

/** Takes away what lies between the cursor and where a motion leads. */
function without(buffer: Buffer, motion: (buffer: Buffer) => number): Buffer {
  const to = motion(buffer);
  return replace(buffer, Math.min(to, buffer.cursor), Math.max(to, buffer.cursor), "");
}

function erase(state: EditorState, motion: (buffer: Buffer) => number): Pressed {
  if (motion(state.buffer) === state.buffer.cursor) return stay(state);
  return show(changed(state, without(state.buffer, motion)));
}

/** Erases for Ctrl-Y; what is cut in a row comes back as one. */
function kill(state: EditorState, motion: (buffer: Buffer) => number): Pressed {
  const { buffer } = state;
  const to = motion(buffer);
  if (to === buffer.cursor) return stay(state);
  const cut = buffer.text.slice(Math.min(to, buffer.cursor), Math.max(to, buffer.cursor));
  const killed = state.last !== "kill"
    ? cut
    : to < buffer.cursor
    ? cut + state.killed
    : state.killed + cut;
  return show({ ...changed(state, without(buffer, motion), "kill"), killed });
}

/** In the blanks of an indented line it takes a step of indentation. */
function backspace(state: EditorState): Pressed {
  const line = state.buffer.text.slice(motions.lineStart(state.buffer), state.buffer.cursor);
  const isIndentation = line.length > 0 && /^ +$/.test(line);
  if (!isIndentation) return erase(state, motions.left);
  return erase(state, ({ cursor }) => cursor - (line.length % 2 === 0 ? 2 : 1));
}

function dedent(state: EditorState): Pressed {
  const { text, cursor } = state.buffer;
  const start = motions.lineStart(state.buffer);
  const [blanks] = /^ {0,2}/.exec(text.slice(start))!;
  if (blanks === "") return stay(state);
  const buffer = replace(state.buffer, start, start + blanks.length, "");
  return show(changed(state, at(buffer, Math.max(start, cursor - blanks.length))));
}

/** Swaps the two characters before the cursor. */
function transpose(state: EditorState): Pressed {
  const { buffer } = state;
  const middle = motions.left(buffer);
  const first = motions.left(at(buffer, middle));
  if (first === middle || buffer.text.slice(first, buffer.cursor).includes("\n")) {
    return stay(state);
  }
  const swapped = buffer.text.slice(middle, buffer.cursor) + buffer.text.slice(first, middle);
  return show(changed(state, replace(buffer, first, buffer.cursor, swapped)));
}

function undo(state: EditorState): Pressed {
  const before = state.undo.at(-1);
  if (before === undefined) return stay(state);
  return show({ ...state, buffer: before, undo: state.undo.slice(0, -1), last: null });
}

/** Submits a finished entry; else, and in the middle of one of several lines, begins a line. */
function enter(state: EditorState, rules: EditorRules): Pressed {
  const { text, cursor } = state.buffer;
  const isLastLine = !text.includes("\n", cursor);
  if (!isLastLine) return show(changed(state, newLine(state.buffer)));
  const lastLine = text.slice(text.lastIndexOf("\n") + 1);
  const isBlank = lastLine.trim() === "" && text.includes("\n");
  switch (rules.needs(text)) {
    case "complete":
      return submit(state, text.trimEnd());
    case "block":
      return isBlank ? submit(state, text.trimEnd()) : show(changed(state, newLine(state.buffer)));
    case "open":
      return show(changed(state, newLine(state.buffer)));
  }
}

function submit(state: EditorState, text: string): Pressed {
  return { state: { ...state, buffer: bufferOf(text) }, action: "submit" };
}

/** A line up or down; from the first and the last line into the history. */
function vertical(lines: -1 | 1): Handler {
  return (state, rules) => {
    const column = state.last === "vertical" ? state.column : columnOf(state.buffer);
    const to = verticalTo(state.buffer, lines, column);
    if (to === null) return inHistory(state, rules, lines);
    return show({ ...state, buffer: at(state.buffer, to), last: "vertical", column });
  };
}

function inHistory(state: EditorState, { entries }: EditorRules, lines: -1 | 1): Pressed {
  const { text, cursor } = state.buffer;
  const prefix = state.place === null ? text.slice(0, cursor) : state.place.prefix;
  const place = step(entries, state.place, lines, text, prefix);
  if (place === null) return stay(state);
  const next = changed(state, bufferOf(textAt(entries, place)));
  return show({ ...next, place });
}

function pressInSearch(
  state: EditorState,
  search: Search,
  key: Key,
  rules: EditorRules,
): Pressed {
  const { entries } = rules;
  const look = (found: Found): Pressed => show({ ...state, ...found });
  const ended = { ...state, search: null, last: null };
  if (key.kind !== "key") {
    return look(searchFor(search.query + firstLine(key.text), search, entries));
  }
  switch (key.name) {
    case "ctrl-r":
      return look(searchOn(search, entries, -1, state.buffer));
    case "ctrl-s":
      return look(searchOn(search, entries, 1, state.buffer));
    case "backspace": {
      const query = search.query.slice(0, motions.left(bufferOf(search.query)));
      return look(searchFor(query, { ...search, index: entries.length }, entries));
    }
    case "escape":
    case "ctrl-g":
    case "ctrl-c":
      return show({ ...ended, buffer: search.original });
    case "enter":
      return show({ ...ended, buffer: bufferOf(state.buffer.text) });
    default:
      return press(ended, key, rules);
  }
}

function pressInMenu(state: EditorState, menu: Menu, key: Key, rules: EditorRules): Pressed {
  const name = key.kind === "key" ? key.name : "";
  const isChosen = menu.selected >= 0;
  if (name === "tab" || (name === "down" && isChosen)) {
    return show({ ...state, ...select(state.buffer, menu, 1) });
  }
  if (name === "shift-tab" || (name === "up" && isChosen)) {
    return show({ ...state, ...select(state.buffer, menu, -1) });
  }
  if (name === "escape" || name === "ctrl-g") {
    return show({ ...state, buffer: menu.original, menu: null });
  }
  const closed = { ...state, menu: null };
  return name === "enter" && isChosen ? show(closed) : press(closed, key, rules);
}
