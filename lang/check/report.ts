/**
 * Collects the findings of one file: each place is blamed once per code.
 *
 * @module
 */
import type { Diagnostic, Label, Severity } from "../diagnostics/diagnostic.ts";
import type { Span } from "../syntax/span.ts";

/** What may be added to a finding. */
export interface Extra {
  readonly hint?: string;
  readonly labels?: readonly Label[];
  readonly fix?: Diagnostic["fix"];
}

/** How a hint begins that says no more than what was probably meant. */
const SUGGESTION = "did you mean ";

/**
 * The findings about one file.
 *
 * What the parser could not read it has guessed, so a type error around such a place would only be a
 * consequence; it is left out.
 */
export class Report {
  readonly #file: string;
  readonly #found = new Map<string, Diagnostic>();
  readonly #broken: Places;
  readonly #wrong = new Places();

  /**
   * Findings about the file of that name, in which the parser could not read what is `broken`, with
   * the names that are `unread` there.
   */
  constructor(
    file: string,
    broken: readonly Span[] = [],
    readonly unread: ReadonlySet<string> = new Set(),
  ) {
    this.#file = file;
    this.#broken = new Places(broken);
  }

  /** Reports an error. */
  error(code: string, kind: string, message: string, span: Span, extra: Extra = {}): void {
    this.#add("error", code, kind, message, span, extra);
  }

  /** Reports a warning. */
  warning(code: string, kind: string, message: string, span: Span, extra: Extra = {}): void {
    this.#add("warning", code, kind, message, span, extra);
  }

  #add(
    severity: Severity,
    code: string,
    kind: string,
    message: string,
    span: Span,
    { hint, labels, fix }: Extra,
  ): void {
    if (this.isBroken(span)) return;
    const key = `${code}:${span.start}:${span.end}`;
    if (this.#found.has(key)) return;
    if (severity === "error") this.#wrong.add(span);
    // What was probably meant is part of what is said, so that one line of output tells it.
    const isSuggestion = hint?.startsWith(SUGGESTION) === true;
    this.#found.set(key, {
      code,
      severity,
      kind,
      message: isSuggestion ? `${message}; ${hint}` : message,
      file: this.#file,
      span,
      labels: labels ?? [],
      ...(hint === undefined || isSuggestion ? {} : { hint }),
      ...(fix === undefined ? {} : { fix }),
    });
  }

  /** Whether the parser could not read something inside `span`. */
  isBroken(span: Span): boolean {
    return this.#broken.hasIn(span);
  }

  /** Whether an error was reported inside `span`. */
  hasErrorIn(span: Span): boolean {
    return this.#wrong.hasIn(span);
  }

  /** All findings, in the order of the text. */
  get all(): Diagnostic[] {
    return [...this.#found.values()].sort((a, b) =>
      a.span.start - b.span.start || a.span.end - b.span.end
    );
  }
}

/** Spans by the region of the text in which they begin, for quick look-up. */
class Places {
  readonly #regions = new Map<number, Span[]>();

  constructor(spans: readonly Span[] = []) {
    for (const span of spans) this.add(span);
  }

  add(span: Span): void {
    const region = span.start >> REGION_BITS;
    const spans = this.#regions.get(region);
    if (spans === undefined) this.#regions.set(region, [span]);
    else spans.push(span);
  }

  /** Whether one of the spans lies inside `whole`. */
  hasIn(whole: Span): boolean {
    if (this.#regions.size === 0) return false;
    const last = whole.end >> REGION_BITS;
    for (let region = whole.start >> REGION_BITS; region <= last; region++) {
      const spans = this.#regions.get(region);
      if (spans?.some((each) => each.start >= whole.start && each.end <= whole.end)) return true;
    }
    return false;
  }
}

/** A region is 256 code units. */
const REGION_BITS = 8;
