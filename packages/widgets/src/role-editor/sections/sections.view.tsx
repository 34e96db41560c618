import type { Client, Session } from "@crewdock/contract";
import { Fragment, type VNode } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { SegmentedControl, useEnv, useI18n, useStyles } from "../../kit/index.ts";
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
export function Sections({ model, session }: SectionsProps): VNode | null {
  useStyles(sectionsStyles);
  const { t, ready } = useI18n(catalogue);
  const { root } = useEnv();
  const led = useRef(false);
  const client = model.client.value;
  // Another backend: every section starts anew.
  const started = useMemo(() => {
    const onRole = (): void => {
      led.current = true;
    };
    return client && { source: sourceOf(model, client, session, onRole), visited: new Set<string>() };
  }, [model, client]);
  const offered = sections.filter((section) => section.offered(session));
  const chosen = model.section.value;
  const isOffered = chosen === "roles" || offered.some(({ id }) => id === chosen);
  useLayoutEffect(() => {
    if (!isOffered) model.section.value = "roles";
    if (chosen !== "roles" || !led.current) return;
    led.current = false;
    // What led here is out of sight, and so is one of these: only the other one takes the focus.
    for (const place of root.querySelectorAll<HTMLElement>(".role-item[aria-current], .roles-select select"))
      place.focus();
  }, [chosen, isOffered]);
  if (started === null) return null;
  if (!ready) return <div class="sections" />;
  const { source, visited } = started;
  visited.add(chosen);
  return (
    <>
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
      <Fragment key={source}>
        {offered.map(({ id, part }) =>
          visited.has(id) ? (
            <section key={id} class="section-panel" part="section-panel" aria-label={t(id)} hidden={id !== chosen}>
              <part.View source={source} shown={id === chosen} />
            </section>
          ) : undefined,
        )}
      </Fragment>
    </>
  );
}

function sourceOf(model: RoleEditor, client: Client, session: Session, onRole: () => void): SectionSource {
  const { content, names, now, data, peopleChanged } = model;
  return {
    client,
    // The one in force whenever it is asked for: what a section has open outlives a new answer.
    get session() {
      return data.data.value?.session ?? session;
    },
    content,
    names,
    now,
    peopleChanged,
    openRole: (id) => {
      onRole();
      model.section.value = "roles";
      model.open(id);
    },
  };
}
