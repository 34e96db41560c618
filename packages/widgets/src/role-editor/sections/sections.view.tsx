import type { Session } from "@crewdock/contract";
import { Fragment, type VNode } from "preact";
import { useLayoutEffect, useMemo } from "preact/hooks";
import { SegmentedControl, useEnv, useI18n, useStyles } from "../../kit/index.ts";
import { knowsPeople } from "./common/knows-people.ts";
import type { RoleEditor } from "../role-editor.model.ts";
import { catalogue, type SectionName } from "./messages/index.ts";
import type { SectionSource } from "./section.tsx";
import { sections } from "./sections.ts";
import { sectionsStyles } from "./sections.styles.ts";

export interface SectionsProps {
  readonly model: RoleEditor;
  readonly session: Session;
}

/** The switch of sections, and the one that is chosen in place of the roles. */
export function Sections({ model, session }: SectionsProps): VNode {
  useStyles(sectionsStyles);
  const { t, ready } = useI18n(catalogue);
  const { root } = useEnv();
  const client = model.client.value;
  // Another backend: every section starts anew.
  const started = useMemo(() => {
    const { content, names, now, data, peopleChanged } = model;
    const source: SectionSource | null = client && {
      client,
      // The one in force whenever it is asked for: what a section has open outlives a new answer.
      get session() {
        return data.data.value?.session ?? session;
      },
      get knowsPeople() {
        return knowsPeople(this.session);
      },
      content,
      names,
      now,
      peopleChanged,
      openRole: (id) => {
        model.section.value = "roles";
        model.open(id);
      },
    };
    return { source, visited: new Set<string>() };
  }, [client]);
  const offered = sections.filter((each) => each.offered?.(session) ?? true);
  const chosen = model.section.value;
  const lost = chosen !== "roles" && offered.every(({ id }) => id !== chosen);
  useLayoutEffect(() => {
    if (lost) model.section.value = "roles";
    // What was pressed is out of sight, and so is one of these: the other one takes the focus.
    if (root.activeElement?.closest("[hidden]"))
      for (const place of root.querySelectorAll<HTMLElement>(".role-item[aria-current], .roles-select select"))
        place.focus();
  });
  const { source, visited } = started;
  if (source === null || !ready) return <div class="sections" />;
  visited.add(chosen);
  return (
    <Fragment key={source}>
      <div class="sections" part="sections">
        <SegmentedControl<SectionName | "roles">
          label={t("sections")}
          hideLabel
          value={chosen}
          onChange={(section) => {
            model.section.value = section;
          }}
          options={[
            {
              value: "roles",
              label: t(model.editing.draft.dirty.value && chosen !== "roles" ? "rolesUnsaved" : "roles"),
            },
            ...offered.map(({ id }) => ({ value: id, label: t(id) })),
          ]}
        />
      </div>
      {offered.map(({ id, part }) =>
        visited.has(id) ? (
          <section key={id} class="section-panel" part="section-panel" aria-label={t(id)} hidden={id !== chosen}>
            <part.View source={source} shown={id === chosen} />
          </section>
        ) : undefined,
      )}
    </Fragment>
  );
}
