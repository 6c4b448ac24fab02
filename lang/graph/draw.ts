/**
 * Drawings of a workflow's graph: Mermaid, Graphviz DOT, plain text.
 *
 * @module
 */
import type { Graph, GraphNode } from "./graph.ts";

/** The graph as a Mermaid flowchart. */
export function toMermaid(graph: Graph): string {
  const lines = ["flowchart TD"];
  for (const node of graph.nodes) {
    const [open, close] = MERMAID_SHAPES[node.kind];
    lines.push(
      `  ${node.id}${open}"${escaped(caption(node), "#quot;").replaceAll("\n", "<br/>")}"${close}`,
    );
  }
  for (const { from, to, label } of graph.edges) {
    const arrow = label === "" ? "-->" : `-->|"${escaped(label, "#quot;")}"|`;
    lines.push(`  ${from} ${arrow} ${to}`);
  }
  return lines.join("\n") + "\n";
}

/** The graph in Graphviz's DOT language. */
export function toDot(graph: Graph): string {
  const lines = [`digraph "${escaped(graph.workflow, '\\"')}" {`, "  rankdir=TB;"];
  for (const node of graph.nodes) {
    const label = escaped(caption(node), '\\"').replaceAll("\n", "\\n");
    lines.push(`  ${node.id} [label="${label}", shape=${DOT_SHAPES[node.kind]}];`);
  }
  for (const { from, to, label } of graph.edges) {
    const attributes = label === "" ? "" : ` [label="${escaped(label, '\\"')}"]`;
    lines.push(`  ${from} -> ${to}${attributes};`);
  }
  return [...lines, "}"].join("\n") + "\n";
}

/** The graph as text: a line a node, with what may follow it. */
export function toText(graph: Graph): string {
  const lines = [`workflow ${graph.workflow}`];
  for (const node of graph.nodes) {
    if (node.kind === "end") continue;
    const follows = graph.edges.filter(({ from }) => from === node.id).map(({ to, label }) => {
      const name = graph.nodes.find(({ id }) => id === to)!.label;
      return label === "" ? name : `${name} (${label})`;
    });
    const what = node.kind === "start" ? "start" : caption(node).replaceAll("\n", " ");
    lines.push(`  ${what} -> ${follows.length === 0 ? "nothing" : follows.join(", ")}`);
  }
  return lines.join("\n") + "\n";
}

function caption(node: GraphNode): string {
  const kind = node.kind === "checkpoint" || node.kind === "workflow" ? `${node.kind} ` : "";
  const question = node.kind === "approval" ? "?" : "";
  const wait = node.kind === "sleep" ? "sleep " : "";
  const each = node.isFanout ? " (each)" : "";
  const name = `${kind}${wait}${node.label}${node.label.endsWith("?") ? "" : question}${each}`;
  return [name, ...node.policies].join("\n");
}

function escaped(text: string, quote: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', quote);
}

const MERMAID_SHAPES: Readonly<Record<GraphNode["kind"], readonly [string, string]>> = {
  start: ["([", "])"],
  end: ["([", "])"],
  step: ["[", "]"],
  workflow: ["[[", "]]"],
  checkpoint: ["[(", ")]"],
  approval: ["{", "}"],
  sleep: ["(", ")"],
};

const DOT_SHAPES: Readonly<Record<GraphNode["kind"], string>> = {
  start: "oval",
  end: "oval",
  step: "box",
  workflow: "component",
  checkpoint: "cylinder",
  approval: "diamond",
  sleep: "box",
};
