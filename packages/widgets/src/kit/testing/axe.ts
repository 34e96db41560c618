import "axe-core/axe.min.js";

interface AxeNode {
  readonly target: readonly unknown[];
  readonly failureSummary?: string;
}

interface Axe {
  run(
    context: Element,
    options: unknown,
  ): Promise<{
    readonly violations: readonly { readonly id: string; readonly help: string; readonly nodes: readonly AxeNode[] }[];
  }>;
}

/** Rules about whole pages, which a widget cannot answer for. */
const pageRules = ["region", "page-has-heading-one", "landmark-one-main", "bypass", "document-title", "html-has-lang"];

/** Fails with every finding of axe inside an element, its shadow roots included. Running animations that have an end are brought to it first. */
export async function expectAccessible(element: Element): Promise<void> {
  for (const animation of [document, element.shadowRoot].flatMap((root) => root?.getAnimations() ?? []))
    if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  const axe = (globalThis as unknown as { readonly axe: Axe }).axe;
  const rules = Object.fromEntries(pageRules.map((rule) => [rule, { enabled: false }]));
  const { violations } = await axe.run(element, { rules, resultTypes: ["violations"] });
  if (violations.length === 0) return;
  const findings = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${JSON.stringify(node.target)}\n  ${node.failureSummary ?? ""}`),
  );
  throw new Error(`${findings.length} accessibility findings\n${findings.join("\n")}`);
}
