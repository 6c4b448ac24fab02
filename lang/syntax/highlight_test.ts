import { assertEquals } from "@std/assert";
import { highlightTree, tagHighlighter, tags } from "@lezer/highlight";
import { highlightingParser } from "./highlight.ts";

Deno.test("highlightingParser gives trees whose nodes have tags", () => {
  const style = tagHighlighter([
    { tag: tags.definitionKeyword, class: "keyword" },
    { tag: tags.number, class: "number" },
    { tag: tags.string, class: "string" },
    { tag: tags.lineComment, class: "comment" },
  ]);
  const text = 'let x = 42 # "no"\n"yes"';
  const found: string[] = [];
  highlightTree(highlightingParser.parse(text), style, (from, to, name) => {
    found.push(`${name}: ${text.slice(from, to)}`);
  });
  assertEquals(found, ["keyword: let", "number: 42", 'comment: # "no"', 'string: "yes"']);
});
