/**
 * Reads conformance cases; their form is told in `../conformance_test.ts`.
 *
 * @module
 */
import type { RunResult } from "../../runtime/program.ts";

/** One program and what it must give. */
export interface Case {
  readonly name: string;
  readonly program: string;
  /** Further files by name. */
  readonly files: ReadonlyMap<string, string>;
  /** What is wrong with a result; null when it is as expected. */
  expected(result: RunResult): string | null;
}

/** Reads a file of cases. */
export function readCases(text: string): Case[] {
  const cases: Case[] = [];
  let name: string | null = null;
  let lines: string[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("=== ")) {
      if (name !== null) throw new Error(`case "${name}" has no expectation`);
      name = line.slice(4);
      lines = [];
    } else if (name !== null && /^(>>>|!!!)/.test(line)) {
      cases.push({ name, ...split(lines), expected: expectation(line) });
      name = null;
    } else if (name !== null) {
      lines.push(line);
    }
  }
  if (name !== null) throw new Error(`case "${name}" has no expectation`);
  return cases;
}

function split(lines: readonly string[]): Pick<Case, "program" | "files"> {
  const files = new Map<string, string>();
  let current = "";
  let part: string[] = [];
  for (const line of [...lines, "--- file "]) {
    if (!line.startsWith("--- file ")) {
      part.push(line);
      continue;
    }
    files.set(current, part.join("\n"));
    current = line.slice("--- file ".length).trim();
    part = [];
  }
  const program = files.get("") ?? "";
  files.delete("");
  return { program, files };
}

function expectation(line: string): Case["expected"] {
  if (line.startsWith(">>>")) {
    const wanted = line.slice(3).trim();
    return (result) => {
      if (!result.ok) {
        return `expected ${wanted}, got ${JSON.stringify(result.errors[0])}`;
      }
      return result.text === wanted ? null : `expected ${wanted}, got ${result.text}`;
    };
  }
  const wanted = conditions(line.slice(3).trim());
  return (result) => {
    if (result.ok) return `expected ${line}, got the value ${result.text}`;
    const [first] = result.errors;
    const misses = Object.entries(wanted).filter(([key, value]) => {
      switch (key) {
        case "kind":
          return first.kind !== value;
        case "line":
          return String(first.line) !== value;
        case "has":
          return !first.message.toLowerCase().includes(value.toLowerCase());
        case "errors":
          return result.errors.length < Number(value);
        default:
          throw new Error(`unknown condition ${key}`);
      }
    });
    const missed = misses.map(([key, value]) => `${key}=${value}`).join(" ");
    return misses.length === 0 ? null : `missed ${missed}: ${JSON.stringify(result.errors)}`;
  };
}

/** `kind=type line=2 has=the rest of the line`. */
function conditions(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  let rest = text;
  while (rest !== "") {
    const [, key, more] = /^(\w+)=(.*)$/.exec(rest) ?? [];
    if (key === undefined) throw new Error(`cannot read the expectation ${text}`);
    if (key === "has") {
      found.has = more;
      break;
    }
    const end = more.indexOf(" ");
    found[key] = end < 0 ? more : more.slice(0, end);
    rest = end < 0 ? "" : more.slice(end + 1).trim();
  }
  return found;
}
