/**
 * What the language has to say about a program, as data.
 *
 * One record serves the terminal, `--json` and editors; phases fill it in, `render.ts` words it for
 * a terminal. Codes are stable: `catalog.ts` holds the long lesson of each.
 *
 * @module
 */
import type { Span } from "../syntax/span.ts";

/** How bad a finding is: an `error` keeps the program from running. */
export type Severity = "error" | "warning";

/** A second place that belongs to a finding, such as the annotation that set the expectation. */
export interface Label {
  /** The file the span is in; absent when it is the diagnostic's own. */
  readonly file?: string;
  /** The place. */
  readonly span: Span;
  /** A short phrase, such as "expected Int because of this annotation". */
  readonly text: string;
}

/** A finding about a program, found before it runs. */
export interface Diagnostic {
  /** Stable code: `E01xx` syntax, `E02xx` names and types, `W0xxx` warnings. */
  readonly code: string;
  /** `error` or `warning`. */
  readonly severity: Severity;
  /** Family, as programs and tests name it: `syntax`, `name`, `type`, `match`, `assign`, `import`, `workflow`, `unused`. */
  readonly kind: string;
  /** One sentence without a full stop, with the offending names and types in it. */
  readonly message: string;
  /** Name of the file the span is in, as the caller gave it. */
  readonly file: string;
  /** The main place. */
  readonly span: Span;
  /** Further places. */
  readonly labels: readonly Label[];
  /** What to do about it; absent when there is nothing sure to say. */
  readonly hint?: string;
  /** An edit that would mend it, for editors: replaces `span` by `text`. */
  readonly fix?: { readonly span: Span; readonly text: string };
}
