/**
 * What the parse tables say to do with a token in a state, found without searching.
 *
 * Lezer's tables hold a list of tokens and actions for each state, which it goes through at every
 * step: some thirty entries, and nearly five million for 200 KB of program. Here answers are
 * kept in a small table; one that another has taken the place of is searched for again.
 *
 * @module
 */
import type { Stack } from "@lezer/lr";

/** What Lezer's parser holds but does not tell: its tables. */
export interface ParseTables {
  /** Six numbers for each state. */
  readonly states: Uint32Array;
  /** Lists of tokens and actions. */
  readonly data: Uint16Array;
  /** The highest number of a token or node. */
  readonly maxTerm: number;
  /** The state that follows a node. */
  getGoto(state: number, term: number, loose: boolean): number;
  /** The first action for a token in a state; 0 for none. */
  hasAction(state: number, term: number): number;
}

/** What Lezer's stack holds but does not tell. */
export interface StackInside {
  readonly p: { readonly parser: ParseTables };
  readonly state: number;
  /** Three numbers for each entry, of which the first is a state. */
  readonly stack: readonly number[];
  readonly score: number;
}

/** The token cannot stand there. */
export const NO_ACTION = -1;
/** The token can be taken in several ways. */
export const SEVERAL_ACTIONS = -2;

/** Set in an action that reduces; others shift. */
export const REDUCES = 1 << 16;
/** How many entries an action that reduces takes off the stack. */
const DEPTH_SHIFT = 19;
/** The node that it makes. */
const NODE = 0xffff;

/** How many numbers a state has in the tables, and which of them are meant. */
const STATE_SIZE = 6;
const ACTIONS = 1;
const SKIP = 2;
const TOKENIZERS = 3;
const ALWAYS_REDUCES = 4;

/** Marks in the lists: the end of a piece, which goes on elsewhere or gives an action for the rest. */
const END = 0xffff;
const GOES_ON = 1;
const FOR_OTHERS = 2;

/** How many answers are kept: a power of two, few enough to stay in the processor's cache. */
const PLACES = 1 << 13;
/** A token or node has a number below 2 to this. */
const TERM_BITS = 9;

/** The actions of one parser. */
export class ParseActions {
  readonly #tables: ParseTables;
  /** Answers: a state with a token at one place, and the action at the next. */
  readonly #known = new Int32Array(2 * PLACES);

  /** The actions that these tables hold. */
  constructor(tables: ParseTables) {
    this.#tables = tables;
  }

  /** Whether these are the actions of those tables, which variants of a parser share. */
  isOf({ states }: ParseTables): boolean {
    return this.#tables.states === states;
  }

  /** The reduction that a state always makes; 0 for none. */
  always(state: number): number {
    return this.#tables.states[state * STATE_SIZE + ALWAYS_REDUCES];
  }

  /** The tokenizers that are asked in a state, a bit for each. */
  tokenizers(state: number): number {
    return this.#tables.states[state * STATE_SIZE + TOKENIZERS];
  }

  /** The only action for a token in a state, or {@linkcode NO_ACTION} or {@linkcode SEVERAL_ACTIONS}. */
  only(state: number, term: number): number {
    const known = this.#known;
    const key = (state << TERM_BITS) | term;
    const at = placeOf(state, term);
    if (known[at] === key) return known[at + 1];
    const found = this.#find(state, term);
    known[at] = key;
    return known[at + 1] = found;
  }

  /** Whether a token can be shifted on a stack: what its `canShift` says. */
  canShift(stack: StackInside, term: number): boolean {
    let { state } = stack;
    let top = stack.stack.length;
    for (;;) {
      let action = this.always(state);
      if (action === 0) action = this.only(state, term);
      if (action === NO_ACTION) return false;
      if (action === SEVERAL_ACTIONS) action = this.#tables.hasAction(state, term);
      if ((action & REDUCES) === 0) return true;
      const depth = action >> DEPTH_SHIFT;
      // A node of nothing goes on top of the stack, which is not to be changed.
      if (depth === 0) return (stack as unknown as Stack).canShift(term);
      top -= (depth - 1) * 3;
      state = this.#tables.getGoto(stack.stack[top - 3], action & NODE, true);
    }
  }

  #find(state: number, term: number): number {
    const { states, data } = this.#tables;
    let found = NO_ACTION;
    for (let list = ACTIONS; list <= SKIP; list++) {
      for (let i = states[state * STATE_SIZE + list];; i += 3) {
        if (data[i] === END) {
          if (data[i + 1] === GOES_ON) {
            i = numberAt(data, i + 2);
          } else {
            if (data[i + 1] === FOR_OTHERS && found === NO_ACTION) found = numberAt(data, i + 2);
            break;
          }
        }
        if (data[i] !== term) continue;
        const action = numberAt(data, i + 1);
        if (found === NO_ACTION) found = action;
        else if (found !== action) found = SEVERAL_ACTIONS;
      }
    }
    return found;
  }
}

/** Where the answer for a state and a token is kept; another answer may be in its place. */
function placeOf(state: number, term: number): number {
  return ((state * 37 + term) & (PLACES - 1)) << 1;
}

function numberAt(data: Uint16Array, at: number): number {
  return data[at] | (data[at + 1] << 16);
}

let last: ParseActions | null = null;

/** The actions of a parser. */
export function actionsOf(tables: ParseTables): ParseActions {
  return last !== null && last.isOf(tables) ? last : last = new ParseActions(tables);
}
