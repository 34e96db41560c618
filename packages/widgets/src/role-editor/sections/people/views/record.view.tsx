import UserX from "lucide/dist/esm/icons/user-x.mjs";
import { type Allowed, displayName, type User } from "@crewdock/contract";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import {
  Avatar,
  Banner,
  Button,
  Combobox,
  EmptyState,
  ErrorState,
  errorText,
  type Option,
  SearchInput,
  SkeletonRows,
  useEnv,
  useI18n,
  useKit,
} from "../../../../kit/index.ts";
import { describeSubject } from "../../../model/describe-subject.ts";
import { isSwitch } from "../../../model/grants.ts";
import { Tile } from "../../../views/tile.tsx";
import { PersonPicker } from "../../common/person-picker.tsx";
import { catalogue } from "../messages/index.ts";
import type { PeopleSection } from "../people.model.ts";
import { DayOfModel } from "./day.tsx";
import { PathLine } from "./path-line.tsx";

/** Lines drawn at once, and added with each press. */
const pageLines = 100;
/** Reasons of one person that stand in the line. */
const mostReasons = 3;

/** Who can do something to a record that is described by its owner and its department. */
export function RecordView({ model }: { readonly model: PeopleSection }): VNode {
  const { people, record } = model;
  return (
    <>
      <Question model={model} />
      {people.state.value === "error" ? (
        <ErrorState error={people.error.value} onRetry={() => void people.reload()} />
      ) : record.allowed.value === null ? (
        <div class="answer" aria-busy="true">
          <SkeletonRows count={6} />
        </div>
      ) : (
        <Answer model={model} allowed={record.allowed.value} />
      )}
    </>
  );
}

function Question({ model }: { readonly model: PeopleSection }): VNode {
  const { t } = useI18n(catalogue);
  const { record, people } = model;
  const source = model.source.value;
  const names = source.names.value;
  const content = source.content.value;
  const actions: readonly Option[] = [...(content?.index.entityOf ?? [])].flatMap(([key, entity]) => {
    const action = content?.index.actions.get(key);
    return action === undefined ? [] : [{ value: key, label: names.full(key), group: names.entity(entity) }];
  });
  const departments: readonly Option[] = (content?.organisation.departments ?? []).map(({ id, name }) => ({
    value: id,
    label: name,
    detail: describeSubject({ type: "department", id }, content, model.known.value).detail ?? undefined,
  }));
  return (
    <div class="question">
      <Combobox
        class="picker"
        label={t("action")}
        options={actions}
        value={record.action.value?.key ?? null}
        clearable={false}
        help={record.needsRecord.value ? undefined : t("noRecordNeeded")}
        onChange={record.chooseAction}
      />
      {record.needsRecord.value ? (
        <>
          <PersonPicker
            label={t("owner")}
            placeholder={t("ownerPlaceholder")}
            value={record.ownerId.value}
            user={model.known.value.get(record.ownerId.value ?? "")}
            search={people.search}
            onChange={record.chooseOwner}
          />
          <Combobox
            class="picker"
            label={t("department")}
            placeholder={t("departmentPlaceholder")}
            options={departments}
            value={record.departmentId.value}
            note={record.fromOwner.value ? t("fromOwner") : undefined}
            onChange={record.chooseDepartment}
          />
        </>
      ) : undefined}
      <DayOfModel model={model} />
    </div>
  );
}

interface AnswerProps {
  readonly model: PeopleSection;
  readonly allowed: readonly Allowed<User>[];
}

function Answer({ model, allowed }: AnswerProps): VNode {
  const { t } = useI18n(catalogue);
  const env = useEnv();
  const kit = useKit();
  const { record, people } = model;
  const source = model.source.value;
  const [lines, setLines] = useState(pageLines);
  const [searching, setSearching] = useState(false);
  const found = record.found.value;
  const query = record.query.value;
  const asked = people.users.value.length;
  const right = source.names.value.full(record.action.value?.key ?? "");
  const lookFurther = async (): Promise<void> => {
    setSearching(true);
    try {
      await people.search(query, AbortSignal.timeout(20_000));
    } catch (error) {
      const { title, advice } = errorText(error, kit);
      env.toast({ text: title, detail: advice, tone: "danger" });
    } finally {
      setSearching(false);
    }
  };
  return (
    <div class="answer" aria-busy={people.state.value === "loading" ? "true" : undefined}>
      {people.tooMany.value ? (
        <Banner tone="warning">{t("tooMany", { count: asked })}</Banner>
      ) : source.session.grants["user.view"] === "any" ? undefined : (
        <Banner>{t("onlySeen")}</Banner>
      )}
      <div class="counts">
        <p role="status">
          <strong>{allowed.length === 0 ? t("canNobody") : t("canCount", { count: allowed.length })}</strong>
          <span class="muted">{` · ${t("canOf", { count: asked })}`}</span>
        </p>
        {allowed.length === 0 && !people.tooMany.value ? undefined : (
          <SearchInput
            class="can-search"
            label={t("searchPeople")}
            value={query}
            delay={80}
            onInput={(typed) => {
              setLines(pageLines);
              record.query.value = typed;
            }}
          />
        )}
      </div>
      {found.length > 0 ? (
        <ul class="can-list">
          {found.slice(0, lines).map((each) => (
            <Person key={each.user.id} model={model} allowed={each} />
          ))}
        </ul>
      ) : (
        <EmptyState
          compact
          icon={UserX}
          title={query === "" ? t("canNobody") : t("searchNothing", { query })}
          text={query === "" ? t("canNobodyText", { right }) : undefined}
          action={
            query !== "" && people.tooMany.value ? (
              <Button loading={searching} onClick={() => void lookFurther()}>
                {t("lookFurther")}
              </Button>
            ) : undefined
          }
        />
      )}
      {found.length > lines ? <Button onClick={() => setLines(lines + pageLines)}>{t("showMore")}</Button> : undefined}
    </div>
  );
}

function Person({
  model,
  allowed: { user, scope, reasons },
}: {
  readonly model: PeopleSection;
  readonly allowed: Allowed<User>;
}): VNode {
  const { t } = useI18n(catalogue);
  const action = model.record.action.value;
  const name = displayName(user.name);
  const rest = reasons.length - mostReasons;
  return (
    <li class="can">
      <Avatar name={name} id={user.id} />
      <div class="can-name">
        <button
          type="button"
          class="path-role"
          onClick={({ currentTarget }) => {
            // The list goes, and what has the focus with it; the panel stays.
            currentTarget.closest<HTMLElement>("[role=tabpanel]")?.focus();
            model.choose(user.id);
            model.look("person");
          }}
        >
          <span dir="auto">{name}</span>
        </button>
        <span class="muted truncate">{user.email}</span>
      </div>
      <Tile
        scope={scope}
        text={model.source.value.names.value.scope(action, scope)}
        onOff={action !== undefined && isSwitch(action)}
      />
      <ul class="can-reasons">
        {reasons.slice(0, mostReasons).map((path, at) => (
          <li key={at}>
            <PathLine model={model} path={path} />
          </li>
        ))}
        {rest > 0 ? <li class="muted">{t("reasonsMore", { count: rest })}</li> : undefined}
      </ul>
    </li>
  );
}
