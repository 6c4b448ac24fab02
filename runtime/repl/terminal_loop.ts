/**
 * A REPL at a terminal: its editor, its history, its completion put together.
 *
 * @module
 */
import { completionsAt } from "./completion.ts";
import {
  type EditorRules,
  type EditorState,
  newState,
  press,
  suggested,
  withMenu,
} from "./editor.ts";
import type { HistoryFile } from "./history_file.ts";
import { layout, type LayoutOptions } from "./layout.ts";
import { complete } from "./menu.ts";
import { stylesOf } from "./paint.ts";
import { completenessOf } from "./plain_loop.ts";
import { Screen } from "./screen.ts";
import type { Shell } from "./shell.ts";
import type { Terminal } from "./terminal.ts";

const PROMPT = "zixir> ";
const PROMPT_MORE = "  ...> ";

/** What a loop at a terminal is made of. */
export interface TerminalLoopOptions {
  readonly shell: Shell;
  readonly terminal: Terminal;
  readonly history: HistoryFile;
  /** Whether there are colours. */
  readonly colour: boolean;
}

/** Takes entries and runs them, until the user leaves. */
export async function runTerminal(options: TerminalLoopOptions): Promise<void> {
  const { shell, history } = options;
  let killed = "";
  while (!shell.isOver) {
    const written = await readEntry(options, killed);
    if (written === null) return;
    killed = written.killed;
    const { text } = written.buffer;
    history.add(text);
    await shell.enter(text);
  }
}

/** Lets the user write one entry; null when he leaves. */
async function readEntry(
  { shell, terminal, history, colour }: TerminalLoopOptions,
  killed: string,
): Promise<EditorState | null> {
  const screen = new Screen();
  const rules: EditorRules = {
    get entries() {
      return history.entries;
    },
    suggests: colour,
    needs: completenessOf,
  };
  let state = newState("", killed);
  const show = (suggestion = suggested(state, rules)): void => {
    const { columns, rows } = terminal.size;
    const options: LayoutOptions = {
      columns,
      rowsMax: rows,
      prompt: PROMPT,
      promptMore: PROMPT_MORE,
      colour,
      suggestion,
      paint: stylesOf,
    };
    terminal.write(screen.show(layout(state, options)));
  };
  /** Shows the entry without anything below it, and leaves it standing. */
  const leave = (): void => {
    state = { ...state, buffer: { ...state.buffer, cursor: state.buffer.text.length }, menu: null };
    show("");
    terminal.write(screen.leave());
  };
  terminal.enter();
  try {
    show();
    for (;;) {
      const event = await terminal.next();
      if (event.kind === "end") return null;
      if (event.kind === "resized") {
        terminal.write(screen.resized(terminal.size.columns));
        show();
        continue;
      }
      for (const [i, key] of event.keys.entries()) {
        const pressed = press(state, key, rules);
        state = pressed.state;
        switch (pressed.action) {
          case "submit":
            leave();
            terminal.putBack(event.keys.slice(i + 1));
            return state;
          case "cancel":
            leave();
            state = newState("", state.killed);
            break;
          case "leave":
            leave();
            return null;
          case "clear":
            terminal.write(screen.cleared());
            break;
          case "complete": {
            const { names } = shell.sources;
            const analyse = (text: string) => shell.session.analyse(text);
            const { text, cursor } = state.buffer;
            const memberNames = (path: readonly string[]) => shell.memberNames(path);
            const found = await completionsAt(text, cursor, { names, analyse, memberNames });
            const { buffer, menu } = complete(state.buffer, found);
            state = withMenu(state, buffer, menu);
            break;
          }
          case "suspend":
            leave();
            terminal.suspend();
            break;
          case null:
            break;
        }
      }
      show();
    }
  } finally {
    terminal.leave();
  }
}
