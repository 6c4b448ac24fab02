/**
 * Findings as text for a terminal: what is wrong, where, with the source line underlined, and what
 * to do about it.
 *
 * ```text
 * error[E0104]: nothing is open that this `)` could close
 *  --> sum.zixir:1:9
 *   |
 * 1 | let a = )
 *   |         ^
 *   = hint: remove it
 * ```
 *
 * @module
 */
import { LineIndex, type Position, type Span } from "../syntax/span.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";

/** A place in a source text, as people count: lines and columns from 1, the end exclusive. */
export interface ReportPlace {
  /** The file's name. */
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
  /** A short phrase beside the underline; empty for none. */
  readonly text: string;
}

/** Anything that is reported with a place: a finding before the run, or a run-time error. */
export interface Report {
  readonly severity: Severity;
  /** Stable code, such as `E0101`. */
  readonly code: string;
  readonly message: string;
  /** The main place first, then what else belongs to it; empty when there is no place. */
  readonly places: readonly ReportPlace[];
  readonly hint?: string;
  /** Further lines, such as the frames of a trace. */
  readonly notes?: readonly string[];
}

/** How to render. */
export interface RenderOptions {
  /** Whether to use ANSI colours; default false. */
  readonly colour?: boolean;
}

/** Gives the text of a file by the name a finding has for it; "" when it is not to be had. */
export type TextOf = (file: string) => string;

/**
 * Renders one finding, with a line end behind it.
 *
 * @param diagnostic The finding.
 * @param textOf Where source lines come from.
 *
 * @example
 * ```ts
 * import { renderDiagnostic } from "./render.ts";
 * const text = renderDiagnostic({
 *   code: "E0104", severity: "error", kind: "syntax", message: "nothing is open here",
 *   file: "a.zixir", span: { start: 0, end: 1 }, labels: [],
 * }, () => ")");
 * // text.startsWith("error[E0104]: nothing is open here\n --> a.zixir:1:1")
 * ```
 */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  textOf: TextOf,
  options: RenderOptions = {},
): string {
  return renderReport(reportOf(diagnostic, textOf), textOf, options);
}

/** A finding with lines and columns in place of offsets. */
export function reportOf(diagnostic: Diagnostic, textOf: TextOf): Report {
  const place = (file: string, span: Span, text: string): ReportPlace => {
    const lines = new LineIndex(textOf(file));
    return { file, start: lines.position(span.start), end: lines.position(span.end), text };
  };
  const { severity, code, message, hint, file } = diagnostic;
  return {
    severity,
    code,
    message,
    places: [
      place(file, diagnostic.span, ""),
      ...diagnostic.labels.map((label) => place(label.file ?? file, label.span, label.text)),
    ],
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Renders a report, with a line end behind it. */
export function renderReport(
  report: Report,
  textOf: TextOf,
  options: RenderOptions = {},
): string {
  const paint = options.colour ? inColour : plain;
  const tone = report.severity === "error" ? "error" : "warning";
  const head = paint(tone, `${report.severity}[${report.code}]`) +
    paint("strong", `: ${report.message}`);
  const lines = [head];
  const width = Math.max(1, ...report.places.map((place) => String(place.start.line).length));
  const margin = " ".repeat(width);
  for (const [file, places] of byFile(report.places)) {
    const first = places[0].place;
    const arrow = file === report.places[0].file ? "-->" : ":::";
    const where = `${file}:${first.start.line}:${first.start.column}`;
    lines.push(`${margin}${paint("frame", arrow)} ${where}`);
    lines.push(...sourceLines(places, new LineIndex(textOf(file)), width, tone, paint));
  }
  const foot = report.places.length > 0 ? `${margin} ` : "";
  if (report.hint !== undefined) {
    const [line, ...more] = report.hint.split("\n");
    lines.push(`${foot}${paint("frame", "=")} ${paint("hint", "hint")}: ${line}`);
    for (const rest of more) lines.push(`${foot}        ${rest}`);
  }
  for (const note of report.notes ?? []) lines.push(`${foot}${paint("frame", "=")} ${note}`);
  return lines.join("\n") + "\n";
}

/** One underline: its place, and whether it is the main one. */
interface Mark {
  readonly place: ReportPlace;
  readonly isMain: boolean;
}

function byFile(places: readonly ReportPlace[]): Map<string, Mark[]> {
  const files = new Map<string, Mark[]>();
  places.forEach((place, index) => {
    const marks = files.get(place.file) ?? [];
    marks.push({ place, isMain: index === 0 });
    files.set(place.file, marks);
  });
  return files;
}

function sourceLines(
  marks: readonly Mark[],
  index: LineIndex,
  width: number,
  tone: Tone,
  paint: Paint,
): string[] {
  const bar = paint("frame", "|");
  const margin = " ".repeat(width);
  const lines = [`${margin} ${bar}`];
  const sorted = [...marks].sort((a, b) =>
    a.place.start.line - b.place.start.line || a.place.start.column - b.place.start.column
  );
  let previous = 0;
  for (const { place, isMain } of sorted) {
    const number = place.start.line;
    const shown = window(index.lineText(number), place.start.column);
    if (number !== previous) {
      if (previous > 0 && number > previous + 1) lines.push(paint("frame", "..."));
      const label = paint("frame", String(number).padStart(width));
      lines.push(shown.text === "" ? `${label} ${bar}` : `${label} ${bar} ${shown.text}`);
    }
    previous = number;
    const lead = blankOf(shown.text, shown.column - 1);
    const length = underlineLength(place, shown);
    const line = (isMain ? "^" : "-").repeat(length);
    const text = place.text === "" ? line : `${line} ${place.text}`;
    lines.push(`${margin} ${bar} ${lead}${paint(isMain ? tone : "frame", text)}`);
  }
  return lines;
}

/** The part of a source line that is shown, and the column of the place in it. */
interface ShownLine {
  readonly text: string;
  readonly column: number;
}

/** Most code points of a source line that are shown. */
const SHOWN_MAX = 120;

/** Cuts a very long line down to what is around the place. */
function window(line: string, column: number): ShownLine {
  const points = Array.from(line);
  if (points.length <= SHOWN_MAX) return { text: line, column };
  const from = Math.max(0, Math.min(column - 1 - 40, points.length - SHOWN_MAX));
  const text = points.slice(from, from + SHOWN_MAX).join("");
  const before = from > 0 ? "…" : "";
  const after = from + SHOWN_MAX < points.length ? "…" : "";
  return { text: before + text + after, column: column - from + before.length };
}

function underlineLength(place: ReportPlace, shown: ShownLine): number {
  const left = Array.from(shown.text).length - (shown.column - 1);
  const wanted = place.end.line === place.start.line ? place.end.column - place.start.column : left;
  return Math.max(1, Math.min(wanted, left));
}

/** Blank space as wide as the first `length` code points: tabs stay tabs, so columns line up. */
function blankOf(text: string, length: number): string {
  return Array.from(text).slice(0, length).map((point) => {
    if (point === "\t") return "\t";
    return isWide(point.codePointAt(0)!) ? "  " : " ";
  }).join("").padEnd(length);
}

/** True on code points that terminals show two cells wide (East Asian wide, emoji). */
function isWide(point: number): boolean {
  return (point >= 0x1100 && point <= 0x115f) || (point >= 0x2e80 && point <= 0xa4cf) ||
    (point >= 0xac00 && point <= 0xd7a3) || (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) || (point >= 0xff00 && point <= 0xff60) ||
    (point >= 0x1f300 && point <= 0x1faff);
}

type Tone = "error" | "warning" | "strong" | "frame" | "hint";
type Paint = (tone: Tone, text: string) => string;

const escapes: Readonly<Record<Tone, string>> = {
  error: "\x1b[1;31m",
  warning: "\x1b[1;33m",
  strong: "\x1b[1m",
  frame: "\x1b[34m",
  hint: "\x1b[1;36m",
};

function inColour(tone: Tone, text: string): string {
  return `${escapes[tone]}${text}\x1b[0m`;
}

function plain(_tone: Tone, text: string): string {
  return text;
}
