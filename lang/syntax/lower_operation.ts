/**
 * Operators: a flat chain of operands and operators becomes a tree, by precedence climbing.
 *
 * From loosest to tightest: `|>`, `??`, `||`, `&&`, `!`, comparisons, `as`, ranges, `+ -`,
 * `* / // %`, unary `-`, `**`. Comparisons and ranges do not chain; `**` goes to the right, all
 * others to the left.
 *
 * @module
 */
import type { BinaryOp, CallExpr, Expr, TypeExpr } from "./ast.ts";
import { invalid, type Lowering } from "./lowering.ts";
import { type Span, spanning } from "./span.ts";

/** A piece of a chain, in the order of the text. */
export type ChainItem =
  | { readonly kind: "operand"; readonly expr: Expr; readonly isGroup: boolean }
  /** An operator, prefix or between two operands, as written. */
  | { readonly kind: "operator"; readonly text: string; readonly span: Span }
  /** `as Type`. */
  | { readonly kind: "cast"; readonly type: TypeExpr; readonly span: Span };

const PIPE = 1;
const NOT = 5;
const COMPARISON = 6;
const CAST = 7;
const RANGE = 8;
const NEGATE = 11;
const POWER = 12;

const strengths: Readonly<Record<string, number>> = {
  "|>": PIPE,
  "??": 2,
  "||": 3,
  "or": 3,
  "&&": 4,
  "and": 4,
  "==": COMPARISON,
  "!=": COMPARISON,
  "<": COMPARISON,
  "<=": COMPARISON,
  ">": COMPARISON,
  ">=": COMPARISON,
  "in": COMPARISON,
  "..": RANGE,
  "..=": RANGE,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "//": 10,
  "%": 10,
  "**": POWER,
};

const sameOperator: Readonly<Record<string, BinaryOp>> = { and: "&&", or: "||" };

/** Builds the tree of a chain; a chain that breaks off gives what there is of it. */
export function lowerChain(low: Lowering, items: readonly ChainItem[], span: Span): Expr {
  return new Climber(low, items, span).expression(0);
}

class Climber {
  #at = 0;
  constructor(
    readonly low: Lowering,
    readonly items: readonly ChainItem[],
    readonly span: Span,
  ) {}

  /** Reads an expression whose operators bind at least as tight as `strength`. */
  expression(strength: number): Expr {
    let left = this.#prefixed();
    for (;;) {
      const item = this.items[this.#at];
      if (item === undefined) return left;
      if (item.kind === "cast") {
        if (CAST < strength) return left;
        this.#at++;
        left = {
          kind: "cast",
          number: 0,
          span: spanning(left.span, item.span),
          value: left,
          type: item.type,
        };
        continue;
      }
      if (item.kind === "operand") {
        // Two operands side by side: an operator between them was lost to an error.
        this.#at++;
        continue;
      }
      const own = strengths[item.text];
      if (own === undefined || own < strength) return left;
      this.#at++;
      if (own === PIPE) {
        left = this.#pipe(left, item.span);
      } else if (own === RANGE) {
        left = this.#range(left, item.text);
      } else {
        left = this.#binary(left, item.text, item.span, own);
      }
    }
  }

  #prefixed(): Expr {
    const item = this.items[this.#at];
    if (item === undefined) return invalid({ start: this.span.end, end: this.span.end });
    if (item.kind === "operand") {
      this.#at++;
      return item.expr;
    }
    if (item.kind === "cast") return invalid({ start: item.span.start, end: item.span.start });
    this.#at++;
    const isNot = item.text === "!" || item.text === "not";
    if (!isNot && item.text !== "-") return invalid(item.span);
    // A chain of prefixes counts as depth, because each makes the tree one deeper.
    if (!this.low.enter(item.span)) return this.#skipPrefixes();
    const operand = this.expression(isNot ? NOT : NEGATE);
    this.low.leave();
    const span = spanning(item.span, operand.span);
    return { kind: "unary", number: 0, span, op: isNot ? "!" : "-", operand };
  }

  #skipPrefixes(): Expr {
    this.#at = this.items.length;
    return invalid(this.span);
  }

  #binary(left: Expr, text: string, opSpan: Span, strength: number): Expr {
    const right = this.expression(text === "**" ? NEGATE : strength + 1);
    const op = sameOperator[text] ?? text as BinaryOp;
    if (strength === COMPARISON) this.#refuseChain(left, text, opSpan);
    return {
      kind: "binary",
      number: 0,
      span: spanning(left.span, right.span),
      op,
      opSpan,
      left,
      right,
    };
  }

  #refuseChain(left: Expr, text: string, opSpan: Span): void {
    const isChain = left.kind === "binary" && strengths[left.op] === COMPARISON &&
      !this.#isGroup(left);
    if (!isChain) return;
    const middle = this.low.text.slice(left.right.span.start, left.right.span.end);
    this.low.report({
      code: "E0111",
      message: `comparisons do not chain: \`${left.op}\` and then \`${text}\``,
      span: opSpan,
      labels: [{ span: left.opSpan, text: "the first comparison is here" }],
      hint: middle.length <= 30 && !middle.includes("\n")
        ? `compare twice: \`… ${left.op} ${middle} && ${middle} ${text} …\``
        : "compare twice and join with `&&`",
    });
  }

  /** True when the expression was one operand of the chain, as in `(a < b) == c`. */
  #isGroup(expr: Expr): boolean {
    return this.items.some((item) => item.kind === "operand" && item.isGroup && item.expr === expr);
  }

  #range(left: Expr, text: string): Expr {
    const end = this.expression(RANGE + 1);
    return {
      kind: "range",
      number: 0,
      span: spanning(left.span, end.span),
      start: left,
      end,
      inclusive: text === "..=",
    };
  }

  #pipe(left: Expr, opSpan: Span): Expr {
    // `x |> f as T` casts what the pipe gives: a cast of the function would be of no use.
    const right = this.expression(CAST + 1);
    const item = this.items[this.#at];
    if (item?.kind === "operator" && strengths[item.text] > PIPE && strengths[item.text] <= CAST) {
      this.#refusePipe(item.text, item.span, opSpan);
    }
    const span = spanning(left.span, right.span);
    const isGroup = this.#isGroup(right);
    if (right.kind === "call" && !isGroup) {
      const call: CallExpr = {
        ...right,
        span,
        args: [{ name: null, value: left }, ...right.args],
        piped: true,
      };
      return call;
    }
    if (right.kind === "python" && !isGroup) {
      return { ...right, span, args: [{ name: null, value: left }, ...right.args] };
    }
    if (isGroup || isCallable(right)) {
      const args = [{ name: null, value: left }];
      return { kind: "call", number: 0, span, callee: right, args, piped: true, block: null };
    }
    if (right.kind !== "invalid") {
      this.low.report({
        code: "E0112",
        message: "the right side of `|>` is a function or a call",
        span: right.span,
        labels: [{ span: opSpan, text: "this pipe hands its left side over" }],
        hint:
          "name a function, call one, or write a lambda: `x |> f`, `x |> f(y)`, `x |> (v => v + 1)`",
      });
    }
    return invalid(span);
  }

  #refusePipe(operator: string, operatorSpan: Span, opSpan: Span): void {
    this.low.report({
      code: "E0113",
      message: `\`${operator}\` binds tighter than \`|>\`, so it would belong to the function`,
      span: operatorSpan,
      labels: [{ span: opSpan, text: "the pipe" }],
      hint: `put the pipe in parentheses: \`(… |> …) ${operator} …\``,
    });
  }
}

function isCallable(expr: Expr): boolean {
  switch (expr.kind) {
    case "name":
    case "field":
    case "tupleField":
    case "index":
    case "lambda":
    case "block":
    case "if":
    case "match":
    case "call":
      return true;
    default:
      return false;
  }
}
