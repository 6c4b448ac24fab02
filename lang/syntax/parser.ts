/**
 * The parser of Zixir: the generated one, which runs straight on as long as there is one way only.
 *
 * Lezer follows several readings of a text at once where it has to, and does for every token what
 * that needs. But in a program without errors there is one way from the first token to the last, and
 * there the automaton is run here, on Lezer's own stack: the tree is the same.
 *
 * Invariants:
 * 1. A step is taken here only where Lezer has a single stack, is not recovering from an error, and
 *    knows exactly one action for the next token; everything else is left to Lezer, whose state is
 *    then as if it had come so far itself.
 * 2. Parts of an earlier tree are taken over here only. While Lezer recovers from an error it reads
 *    token by token what it would read without that tree, since which way wins depends on how far
 *    each has come; what follows is then what a first reading gives.
 * 3. None of our tokenizers is a fallback, and none extends a token: the first that reads a token
 *    decides.
 *
 * @module
 */
import type { PartialParse, Tree } from "@lezer/common";
import type { InputStream, LRParser } from "@lezer/lr";
import {
  actionsOf,
  NO_ACTION,
  type ParseActions,
  type ParseTables,
  REDUCES,
  SEVERAL_ACTIONS,
  type StackInside,
} from "./parse_actions.ts";
import { parser as generated } from "./parser.gen.ts";

/** The parser of programs. */
export const parser: LRParser = generated.configure({
  wrap: (parse) => new StraightParse(parse as unknown as LezerParse),
});

/** What the parser is at while it reads a text. */
interface LezerParse extends PartialParse {
  readonly parser: ParseTables & { readonly tokenizers: readonly Tokenizer[] };
  readonly stacks: readonly LezerStack[];
  readonly stream: InputStream & { readonly end: number };
  readonly tokens: TokenCache;
  fragments: Fragments | null;
  /** How far it is from the last error; 0 when it is not recovering from one. */
  readonly recovering: number;
  readonly bigReductionCount: number;
  minStackPos: number;
  tryReuse(stack: LezerStack, start: number, tree: Tree | null, repeatOnly: boolean): unknown;
}

/** What may be taken over of an earlier tree. */
interface Fragments {
  readonly lastRepeatPos: number;
  readonly lastRepeat: Tree;
  nodeAt(start: number): Tree | null;
}

interface LezerStack extends StackInside {
  readonly pos: number;
  readonly reducePos: number;
  readonly buffer: readonly number[];
  readonly curContext: { readonly hash: number } | null;
  reduce(action: number): void;
  shift(action: number, term: number, start: number, end: number): void;
  setLookAhead(lookAhead: number): boolean;
}

interface Tokenizer {
  readonly contextual: boolean;
}

interface TokenCache {
  readonly tokens: readonly Token[];
  mainToken: Token | null;
  updateCachedToken(token: Token, tokenizer: Tokenizer, stack: LezerStack): void;
}

interface Token {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly lookAhead: number;
  mask: number;
  context: number;
}

/** Reductions at one place beyond which Lezer makes the tree less deep. */
const BIG_REDUCTIONS_MAX = 300;

/** Entries of the stack beyond which Lezer cuts it. */
const STACK_MAX = 8400;

/** How far behind its end a token is always taken to depend on the text. */
const LOOK_AHEAD_MARGIN = 25;

/** How many steps are taken before the caller is asked whether to go on. */
const STEPS_MAX = 10_000;

class StraightParse implements PartialParse {
  readonly #parse: LezerParse;
  readonly #actions: ParseActions;
  readonly #fragments: Fragments | null;
  /** The place that steps were last taken at. */
  #pos = -1;

  constructor(parse: LezerParse) {
    this.#parse = parse;
    this.#actions = actionsOf(parse.parser);
    this.#fragments = parse.fragments;
    parse.fragments = null;
  }

  get parsedPos(): number {
    return this.#parse.parsedPos;
  }

  get stoppedAt(): number | null {
    return this.#parse.stoppedAt;
  }

  stopAt(pos: number): void {
    this.#parse.stopAt(pos);
  }

  advance(): Tree | null {
    const parse = this.#parse;
    const { stacks } = parse;
    if (stacks.length === 1 && parse.recovering === 0 && parse.stoppedAt === null) {
      if (this.#run(stacks[0])) return null;
    }
    return parse.advance();
  }

  /** Takes steps; false when the next one is Lezer's. */
  #run(stack: LezerStack): boolean {
    const parse = this.#parse;
    const actions = this.#actions;
    const fragments = this.#fragments;
    const { tokens } = parse;
    let goesOn = true;
    for (let step = 0; goesOn && step < STEPS_MAX; step++) {
      if (stack.pos !== this.#pos) {
        this.#pos = stack.pos;
        if (parse.bigReductionCount > BIG_REDUCTIONS_MAX) goesOn = false;
      }
      if (stack.stack.length >= STACK_MAX) goesOn = false;
      if (!goesOn) break;
      if (fragments !== null && this.#reuses(stack, fragments)) continue;
      const always = actions.always(stack.state);
      if (always > 0) stack.reduce(always);
      else goesOn = this.#take(stack, tokens);
    }
    parse.minStackPos = stack.pos;
    return goesOn;
  }

  /** Takes over a part of an earlier tree, if one stands here. */
  #reuses(stack: LezerStack, fragments: Fragments): boolean {
    const parse = this.#parse;
    const { buffer, reducePos, pos } = stack;
    if (
      reducePos < pos && buffer.length > 0 && buffer[buffer.length - 2] <= reducePos &&
      fragments.lastRepeatPos === reducePos &&
      parse.tryReuse(stack, reducePos, fragments.lastRepeat, true)
    ) return true;
    return Boolean(parse.tryReuse(stack, pos, fragments.nodeAt(pos), false));
  }

  /** Reads the next token and does what it asks for; false when that is not one thing. */
  #take(stack: LezerStack, cache: TokenCache): boolean {
    const { tokenizers } = this.#parse.parser;
    const { tokens } = cache;
    const mask = this.#actions.tokenizers(stack.state);
    const context = stack.curContext === null ? 0 : stack.curContext.hash;
    cache.mainToken = null;
    let lookAhead = 0;
    for (let i = 0; i < tokenizers.length; i++) {
      if (((1 << i) & mask) === 0) continue;
      const tokenizer = tokenizers[i];
      const token = tokens[i];
      const isKnown = !tokenizer.contextual && token.start === stack.pos && token.mask === mask &&
        token.context === context;
      if (!isKnown) {
        cache.updateCachedToken(token, tokenizer, stack);
        token.mask = mask;
        token.context = context;
      }
      if (token.lookAhead > token.end + LOOK_AHEAD_MARGIN && token.lookAhead > lookAhead) {
        lookAhead = token.lookAhead;
      }
      if (token.value === 0) continue;
      const action = this.#actions.only(stack.state, token.value);
      if (action === NO_ACTION || action === SEVERAL_ACTIONS) return false;
      if (lookAhead > 0) stack.setLookAhead(lookAhead);
      if ((action & REDUCES) !== 0) stack.reduce(action);
      else stack.shift(action, token.value, token.start, token.end);
      return true;
    }
    return false;
  }
}
