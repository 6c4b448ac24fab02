/**
 * Why the checker compares two types: carried from where the expectation arose to the message.
 *
 * @module
 */
import type { Span } from "../syntax/span.ts";
import type { OperatorConstraint, Type } from "./type.ts";

/** Where an expectation came from. */
export type Reason =
  | { readonly kind: "plain" }
  | { readonly kind: "annotation"; readonly at: Span; readonly what: string }
  | {
    readonly kind: "argument";
    /** Name of the function, or null for a value that is called. */
    readonly callee: string | null;
    /** From 1. */
    readonly index: number;
    readonly parameter: string | null;
    /** The annotation of the parameter, where it is in the same file. */
    readonly at?: Span | null;
  }
  | { readonly kind: "return"; readonly at: Span | null; readonly callee: string | null }
  | { readonly kind: "condition"; readonly of: "if" | "while" | "guard" | "filter" }
  | { readonly kind: "operand"; readonly op: string; readonly use?: OperatorUse }
  | { readonly kind: "item"; readonly of: "list" | "if" | "match" | "try" }
  | { readonly kind: "assign"; readonly name: string; readonly at: Span }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "pattern" }
  | { readonly kind: "call" }
  | { readonly kind: "index" };

/** A place and the reason for what is expected there. */
export interface Why {
  readonly span: Span;
  readonly reason: Reason;
}

/** An operator's place in the program, for messages about its operands. */
export interface OperatorUse {
  readonly constraint: OperatorConstraint;
  /** The operator as written, such as `-` or `<=`. */
  readonly symbol: string;
  /** The whole operation, or the call that brought the constraint in. */
  readonly span: Span;
  /** The generic function whose body holds the operation, when it is not here. */
  readonly within: string | null;
}

/** The innermost part of a type that does not fit. */
export interface Misfit {
  readonly from: Type;
  readonly to: Type;
  /** A field that `from` lacks. */
  readonly missing: string | null;
  /** The way to it from outside, such as `field qty`; empty when it is the type itself. */
  readonly path: string[];
}

/** Who hears about types that do not fit. */
export interface Problems {
  /**
   * A value of type `from` stands where `to` is expected.
   *
   * @param misfit the part of it that does not fit
   * @param peer the place that made the expectation `to`, where values must agree
   */
  mismatch(from: Type, to: Type, why: Why, misfit: Misfit, peer?: Span): void;
  /** Operands that the operator does not take. */
  operator(use: OperatorUse, left: Type, right: Type): void;
}
