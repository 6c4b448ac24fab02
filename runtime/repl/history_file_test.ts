import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { HISTORY_MAX } from "./history.ts";
import { HistoryFile, historyPath } from "./history_file.ts";

async function inFolder(test: (path: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    test(join(folder, "state", "zixir", "history"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("HistoryFile keeps entries of several lines as one, for its user alone", () =>
  inFolder((path) => {
    const history = new HistoryFile(path);
    history.add("fn f(x):\n  x");
    history.add('"é\\n"');
    history.add('"é\\n"');
    history.add(" secret");
    assertEquals(history.entries, ["fn f(x):\n  x", '"é\\n"', " secret"]);
    assertEquals(new HistoryFile(path).entries, ["fn f(x):\n  x", '"é\\n"']);
    if (Deno.build.os !== "windows") assertEquals(Deno.statSync(path).mode! & 0o777, 0o600);
  }));

Deno.test("HistoryFile reads what two sessions wrote, and passes over what is damaged", () =>
  inFolder((path) => {
    const first = new HistoryFile(path);
    const second = new HistoryFile(path);
    first.add("1");
    second.add("2");
    Deno.writeTextFileSync(path, '"cut of', { append: true });
    assertEquals(new HistoryFile(path).entries, ["1", "2"]);
  }));

Deno.test("HistoryFile does not grow for ever", () =>
  inFolder((path) => {
    new HistoryFile(path).add("first");
    const lines = Array.from({ length: 2 * HISTORY_MAX + 1 }, (_, i) => `"${i}"\n`);
    Deno.writeTextFileSync(path, lines.join(""));
    assertEquals(new HistoryFile(path).entries.length, HISTORY_MAX);
    assertEquals(Deno.readTextFileSync(path).split("\n").length, HISTORY_MAX + 1);
  }));

Deno.test("HistoryFile works without a file, and where none can be written", () => {
  for (const path of [null, "/dev/null/history"]) {
    const history = new HistoryFile(path);
    history.add("1");
    assertEquals(history.entries, ["1"]);
  }
});

Deno.test("historyPath() is ZIXIR_HISTORY, else in the state directory", () => {
  const path = (env: Record<string, string>, isWindows = false) =>
    historyPath((name) => env[name], isWindows);
  assertEquals(path({ ZIXIR_HISTORY: "h", HOME: "/u" }), "h");
  assertEquals(path({ ZIXIR_HISTORY: "", HOME: "/u" }), null);
  assertEquals(path({ HOME: "/u" }), join("/u", ".local", "state", "zixir", "history"));
  assertEquals(path({ HOME: "/u", XDG_STATE_HOME: "/s" }), join("/s", "zixir", "history"));
  assertEquals(path({ LOCALAPPDATA: "/l" }, true), join("/l", "zixir", "history"));
  assertEquals(path({}), null);
});
