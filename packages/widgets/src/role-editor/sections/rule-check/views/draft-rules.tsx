import ChevronUp from "lucide/dist/esm/icons/chevron-up.mjs";
import TriangleAlert from "lucide/dist/esm/icons/triangle-alert.mjs";
import { type BrokenExpectation, displayName } from "@crewdock/contract";
import { computed, type Signal, useModel } from "@preact/signals";
import type { VNode } from "preact";
import { Avatar, Icon, Popover, useI18n, useStyles } from "../../../../kit/index.ts";
import type { GivenSource } from "../../../model/given-editor.ts";
import type { RoleEditor } from "../../../role-editor.model.ts";
import { catalogue as rules } from "../../rules/messages/index.ts";
import { sentenceOf } from "../../rules/model/sentence.ts";
import { catalogue } from "../messages/index.ts";
import { DraftRulesModel } from "../model/draft-rules.model.ts";
import { draftRulesStyles } from "../styles/draft-rules.styles.ts";

export interface DraftRulesProps {
  readonly model: RoleEditor;
  /** The role that is edited or made, and who is to have it. */
  readonly given: GivenSource;
  /** Is kept at whether a save would be refused. */
  readonly blocked: Signal<boolean>;
}

/** Says while a role is edited which rule its save would break; the rules and the people are a press away. */
export function DraftRules({ model, given, blocked }: DraftRulesProps): VNode {
  useStyles(draftRulesStyles);
  const i18n = useI18n(rules);
  const { t, ready } = useI18n(catalogue);
  const { client, data, names } = model;
  const found = useModel(() => {
    const session = computed(() => data.data.value?.session);
    return new DraftRulesModel({ client, session, given, blocked });
  });
  const broken = found.broken.value;
  const people = given.people.users.value;
  const said = new Map([...people].map(([id, { name }]) => [id, displayName(name)]));
  const sentence = ({ expectation }: BrokenExpectation): string =>
    sentenceOf(expectation, { i18n, names: names.value, content: given.content.value, people: said });
  const [first] = broken;
  return (
    <div class="draft-rules" role="status">
      {first === undefined || !i18n.ready || !ready ? undefined : (
        <Popover
          label={i18n.t("title")}
          placement="top-start"
          class="broken-rules"
          trigger={(props) => (
            <button {...props} type="button" class="broken-rule">
              <Icon icon={TriangleAlert} size={14} />
              <span>{t(broken.length > 1 ? "breaksRules" : "breaksRule", { sentence: sentence(first) })}</span>
              <Icon icon={ChevronUp} size={14} />
            </button>
          )}
        >
          {() => (
            <ul tabIndex={0} aria-label={i18n.t("title")}>
              {broken.map((each) => (
                <li key={each.expectation.id}>
                  <p class="broken-sentence">{sentence(each)}</p>
                  {each.expectation.note === null ? undefined : (
                    <p class="muted" dir="auto">
                      {each.expectation.note}
                    </p>
                  )}
                  {each.count === 0 ? undefined : <p class="muted">{t("wouldBreak", { count: each.count })}</p>}
                  {each.userIds.map((id) => (
                    <p key={id} class="breaker">
                      <Avatar name={said.get(id) ?? ""} id={id} size={20} />
                      <span dir="auto">{said.get(id)}</span>
                    </p>
                  ))}
                </li>
              ))}
            </ul>
          )}
        </Popover>
      )}
    </div>
  );
}
