import Briefcase from "lucide/dist/esm/icons/briefcase.mjs";
import Building from "lucide/dist/esm/icons/building.mjs";
import FolderKanban from "lucide/dist/esm/icons/folder-kanban.mjs";
import User from "lucide/dist/esm/icons/user.mjs";
import UserPlus from "lucide/dist/esm/icons/user-plus.mjs";
import Users from "lucide/dist/esm/icons/users.mjs";
import X from "lucide/dist/esm/icons/x.mjs";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import {
  Avatar,
  Badge,
  Banner,
  Combobox,
  EmptyState,
  Icon,
  IconButton,
  type IconNode,
  type Option,
  useI18n,
  useStyles,
} from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import { lastDay, parseSubject, untilAfterDay } from "../model/given.ts";
import type { SubjectKind } from "../model/describe-subject.ts";
import {
  type Candidate,
  createGivenEditor,
  type GivenEditor,
  type GivenRow,
  type GivenSource,
} from "../model/given-editor.ts";
import { givenStyles } from "../styles/given.styles.ts";
import { listSome } from "./say.ts";

const icons: Readonly<Record<SubjectKind, IconNode>> = {
  user: User,
  department: Building,
  position: Briefcase,
  team: Users,
  project: FolderKanban,
};

/** Who has the role: a picker above, a line for each below. */
export function GivenView({ source }: { readonly source: GivenSource }): VNode {
  useStyles(givenStyles);
  const given = useMemo(() => createGivenEditor(source), [source]);
  const i18n = useI18n(catalogue);
  const { t } = i18n;
  const rows = given.rows.value;
  const removed = given.removed.value;
  const option = (found: Candidate): Option => ({
    value: found.key,
    label: found.name ?? t("subject_unknown"),
    detail: found.given
      ? t("alreadyGiven")
      : found.replaces === null
        ? (found.detail ?? undefined)
        : t("movesFrom", { role: found.replaces }),
    icon: icons[found.kind],
    disabled: found.given,
    group: t(`subjects_${found.kind}`),
  });
  return (
    <div class="given" part="given">
      {given.readOnly.value ? undefined : (
        <Combobox
          label={t("addSubject")}
          placeholder={t("addPlaceholder")}
          value={null}
          clearable={false}
          help={given.oneRole.value ? t("oneRole") : undefined}
          load={async (query, signal) => (await given.search(query, signal)).map(option)}
          onChange={(key) => {
            const subject = key === null ? null : parseSubject(key);
            if (subject !== null) given.draft.give(subject);
          }}
        />
      )}
      {removed.length === 0 ? undefined : (
        <Banner tone="warning">
          {t("givenRemoved", {
            count: removed.length,
            list: listSome(
              i18n,
              removed.map(({ name, kind }) => name ?? t(`subject_${kind}`)),
            ),
          })}
        </Banner>
      )}
      {rows.length === 0 ? (
        <EmptyState
          icon={UserPlus}
          title={t("givenEmpty")}
          text={given.readOnly.value ? undefined : t("givenEmptyText")}
          compact
        />
      ) : (
        <>
          <p class="given-help muted">{t("givenHelp")}</p>
          <ul class="given-list">
            {rows.map((row) => (
              <GivenLine key={row.key} given={given} row={row} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function GivenLine({ given, row }: { readonly given: GivenEditor; readonly row: GivenRow }): VNode {
  const { t } = useI18n(catalogue);
  const name = row.name ?? t("subject_unknown");
  const details = [
    t(`subject_${row.kind}`),
    row.detail,
    row.hasBelow ? t("subtree") : null,
    row.user !== null && row.user.state !== "active" ? t("blocked") : null,
  ].filter((each) => each !== null);
  return (
    <li class={row.change === null ? "given-line" : "given-line changed"} part="given-line">
      {row.user === null ? (
        <span class="subject-icon">
          <Icon icon={icons[row.kind]} />
        </span>
      ) : (
        <Avatar name={name} id={row.user.id} />
      )}
      <div class="given-name">
        <span class="row">
          <span class={row.name === null ? "truncate muted" : "truncate"} dir="auto">
            {name}
          </span>
          {row.change === null ? undefined : (
            <Badge tone="warning">{t(row.change === "new" ? "givenNew" : "givenChanged")}</Badge>
          )}
        </span>
        <span class="muted truncate">{details.join(" · ")}</span>
      </div>
      <span class="given-count muted tabular">{row.count === null ? "" : t("reaches", { count: row.count })}</span>
      <Until given={given} row={row} name={name} />
      {given.readOnly.value ? undefined : (
        <IconButton icon={X} label={t("removeSubject", { name })} onClick={() => given.draft.take(row.subject)} />
      )}
    </li>
  );
}

interface UntilProps {
  readonly given: GivenEditor;
  readonly row: GivenRow;
  readonly name: string;
}

/** The last day on which the role counts; an empty field reads 'For good'. */
function Until({ given, row, name }: UntilProps): VNode {
  const { t, format } = useI18n(catalogue);
  const ended = row.until !== null && new Date(row.until).getTime() <= given.now().getTime();
  if (given.readOnly.value) {
    return (
      <span class="until-text muted tabular">
        {row.until === null ? t("forGood") : t("givenUntil", { date: format.date(new Date(row.until).getTime() - 1) })}
      </span>
    );
  }
  const shown = row.until === null ? "" : lastDay(row.until);
  return (
    <label class={row.until === null ? "until open" : "until"}>
      <span class="visually-hidden">{t("untilLabel", { name })}</span>
      {row.until === null ? (
        <span class="until-open" aria-hidden="true">
          {t("forGood")}
        </span>
      ) : undefined}
      {ended ? <Badge tone="danger">{t("ended")}</Badge> : undefined}
      <input
        type="date"
        class="until-input tabular"
        part="input"
        max="9999-12-31"
        value={shown}
        // While a year is being typed it is 2, 20 and 202 first, and to draw it anew would begin it anew.
        onChange={({ currentTarget: { value: day } }) => {
          if (day === "" || day >= "1000") given.draft.setUntil(row.subject, untilAfterDay(day));
        }}
        onBlur={({ currentTarget }) => {
          currentTarget.value = shown;
        }}
      />
    </label>
  );
}
