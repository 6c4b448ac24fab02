/**
 * Finding constructors and members of modules, and the words for names that are wrong.
 *
 * @module
 */
import { nearest } from "../diagnostics/nearest.ts";
import { slipNamed } from "../diagnostics/slips.ts";
import type { Ident } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import {
  type ConstructorDef,
  type Definition,
  type LocalDef,
  type ModuleDef,
  moduleOf,
} from "./definition.ts";
import type { Report } from "./report.ts";
import { lookUp, namesInSight, type Scope } from "./scope.ts";

/** `MAX_SIZE` as `max_size`, `Total` as `total`. */
function smallName(word: string): string {
  return /[a-z]/.test(word) ? word[0].toLowerCase() + word.slice(1) : word.toLowerCase();
}

/** Answers to questions about names that the resolver cannot answer alone, and its complaints. */
export class Names {
  readonly #report: Report;
  /** Names that may still be compared for suggestions: a file full of unknown names gets fewer. */
  #comparisons = 200_000;

  /** @param report where complaints go */
  constructor(report: Report) {
    this.#report = report;
  }

  /** A name that is not in sight. */
  unknown(scope: Scope, name: Ident, use: "value" | "assign" = "value"): void {
    const word = name.name;
    if (this.#report.unread.has(word)) return;
    // The `end` of a block whose head was not read says nothing new.
    if (word === "end" && this.#report.isBroken({ start: 0, end: name.span.start })) return;
    const later = laterIn(scope, word);
    if (later !== null) {
      this.#report.error("E0210", "name", `${word} is used before it has its value`, name.span, {
        labels: [{ span: later, text: `${word} gets its value here` }],
        hint: later.start > name.span.start
          ? "move the definition above its first use"
          : isInLambda(scope)
          ? `a function that calls itself is declared: \`fn ${word}(…): …\``
          : "a value cannot be made of itself",
      });
      return;
    }
    const isConstructor = /^[A-Z]/.test(word);
    const what = isConstructor ? "constructor" : "name";
    const slip = slipNamed("name", word);
    if (slip !== null) {
      this.#report.error("E0201", "name", `unknown ${what} ${word}: ${slip.hint}`, name.span, {
        hint: `\`${word}\` is a name of ${slip.from}`,
      });
      return;
    }
    const near = nearest(word, this.#candidates(scope, isConstructor));
    const hint = near !== null
      ? `did you mean ${near}?`
      : use === "assign"
      ? `make the variable first: \`var ${word} = ...\``
      : isConstructor
      ? `constructors are declared with \`type\`; a name of a value begins with a small letter: ${
        smallName(word)
      }`
      : undefined;
    this.#report.error(
      isConstructor ? "E0203" : "E0201",
      "name",
      `unknown ${what} ${word}`,
      name.span,
      {
        ...(hint === undefined ? {} : { hint }),
        ...(near !== null ? { fix: { span: name.span, text: near } } : {}),
      },
    );
  }

  *#candidates(scope: Scope, wantsConstructor: boolean): Iterable<string> {
    for (const name of namesInSight(scope)) {
      if (this.#comparisons-- <= 0) return;
      if (/^[A-Z]/.test(name) === wantsConstructor) yield name;
    }
  }

  /** The constructor that a pattern names, or null after reporting that there is none. */
  constructorOf(scope: Scope, name: Ident, qualifier: Ident | null): ConstructorDef | null {
    if (qualifier !== null) {
      const found = lookUp(scope, qualifier.name, qualifier.span.start);
      if (found === null) {
        this.unknown(scope, qualifier);
        return null;
      }
      const module = moduleOf(found.definition);
      if (module === null) {
        this.#report.error("E0201", "name", `${qualifier.name} is not a module`, qualifier.span);
        return null;
      }
      const member = this.member(module, name);
      return member?.kind === "constructor" ? member : null;
    }
    const found = lookUp(scope, name.name, name.span.start);
    if (found?.definition.kind === "constructor") return found.definition;
    this.unknown(scope, name);
    return null;
  }

  /** What `module.name` means, or null after reporting that it means nothing. */
  member(module: ModuleDef, name: Ident): Definition | null {
    const found = module.member(name.name);
    if (found !== null) return found;
    const near = nearest(name.name, module.names());
    const hint = near === null ? undefined : `did you mean ${module.name}.${near}?`;
    this.#report.error("E0204", "name", `${module.name} has no ${name.name}`, name.span, {
      ...(hint === undefined ? {} : { hint }),
      ...(near === null ? {} : { fix: { span: name.span, text: near } }),
    });
    return null;
  }

  /** A second declaration of a name in one block. */
  duplicate(name: Ident, before: Definition): void {
    const label = placeOf(before);
    this.#report.error("E0205", "name", `${name.name} is declared twice`, name.span, {
      labels: label === null ? [] : [{ span: label, text: "first declared here" }],
      hint: "give one of them another name",
    });
  }

  /** A name that one pattern or parameter list binds twice. */
  boundTwice(name: Ident, first: Span): void {
    this.#report.error("E0206", "name", `${name.name} is bound twice here`, name.span, {
      labels: [{ span: first, text: "bound here first" }],
      hint: "use another name and compare in a guard: `if a == b`",
    });
  }

  /** A name that one alternative of a pattern binds and another does not. */
  missingInAlternative(name: string, span: Span, other: Span): void {
    this.#report.error("E0207", "name", `this alternative does not bind ${name}`, span, {
      labels: [{ span: other, text: `this one binds ${name}` }],
      hint: "all alternatives of a pattern bind the same names",
    });
  }

  /** An assignment to what cannot be assigned again. */
  notAssignable(target: Ident, definition: Definition): void {
    const { name } = target;
    if (definition.kind !== "local") {
      this.#report.error("E0208", "assign", `${name} is not a variable`, target.span, {
        hint: `give the variable another name: \`var my_${name} = ...\``,
      });
      return;
    }
    const isLet = definition.statement !== null;
    this.#report.error(
      "E0208",
      "assign",
      `${name} cannot be assigned again: it is ${isLet ? "bound by let, not var" : "not a var"}`,
      target.span,
      {
        labels: [{ span: definition.span, text: `${name} is bound here` }],
        hint: isLet
          ? `declare it with \`var ${name} = ...\``
          : `copy it: \`var my_${name} = ${name}\``,
      },
    );
  }

  /** An assignment out of a `parallel`. */
  assignedInParallel(target: Ident, definition: LocalDef): void {
    this.#report.error(
      "E0209",
      "assign",
      `${target.name} cannot be assigned inside parallel: other entries run at the same time`,
      target.span,
      {
        labels: [{ span: definition.span, text: `this var is outside of the parallel` }],
        hint: "give the value back as the entry's result instead",
      },
    );
  }
}

function laterIn(scope: Scope, name: string): Span | null {
  for (let current: Scope | null = scope; current !== null; current = current.parent) {
    const place = current.bindingPlace(name);
    if (place !== undefined) return place;
  }
  return null;
}

function isInLambda(scope: Scope): boolean {
  for (let current: Scope | null = scope; current !== null; current = current.parent) {
    if (current.kind === "lambda") return true;
  }
  return false;
}

/** Where something of this file is declared. */
export function placeOf(definition: Definition): Span | null {
  switch (definition.kind) {
    case "local":
      return definition.span;
    case "function":
      return definition.decl.name.span;
    case "constructor":
      return definition.decl.name.span;
    default:
      return null;
  }
}
