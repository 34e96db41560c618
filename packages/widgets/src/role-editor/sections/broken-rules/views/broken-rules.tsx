import type { BrokenExpectation, Client, Id } from "@crewdock/contract";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useI18n, useStyles } from "../../../../kit/index.ts";
import type { Names } from "../../../model/names.ts";
import { catalogue } from "../../rule-check/messages/index.ts";
import { catalogue as rules } from "../../rules/messages/index.ts";
import { sentenceOf, type SentenceWords } from "../../rules/model/sentence.ts";
import { peopleOfRules } from "../model/people-of-rules.ts";
import { brokenRulesStyles } from "../styles/broken-rules.styles.ts";

export interface BrokenRulesProps {
  readonly broken: readonly BrokenExpectation[];
  readonly client: Client;
  readonly names: Names;
  readonly content: SentenceWords["content"];
}

/** So many are told; who has mended these meets the next. */
export const toldRules = 3;

/** The rules that a change was refused for, each with why it is kept and how many people would break it. */
export function BrokenRules({ broken, client, ...words }: BrokenRulesProps): VNode | null {
  useStyles(brokenRulesStyles);
  const i18n = useI18n(rules);
  const { t, ready } = useI18n(catalogue);
  const [people, setPeople] = useState<ReadonlyMap<Id, string>>();
  useEffect(() => {
    const life = new AbortController();
    const look = async (): Promise<void> => {
      const found = await peopleOfRules(client, broken, life.signal);
      if (!life.signal.aborted) setPeople(found);
    };
    void look();
    return () => life.abort();
  }, [broken]);
  if (!i18n.ready || !ready || people === undefined) return null;
  return (
    <ul class="broken-list">
      {broken.slice(0, toldRules).map(({ expectation, count }) => (
        <li key={expectation.id}>
          {sentenceOf(expectation, { i18n, people, ...words })}
          {count === 0 ? undefined : ` (${t("wouldBreak", { count })})`}
          {expectation.note === null ? undefined : (
            <p class="muted" dir="auto">
              {expectation.note}
            </p>
          )}
        </li>
      ))}
      {broken.length > toldRules ? <li>{i18n.t("more", { count: broken.length - toldRules })}</li> : undefined}
    </ul>
  );
}
