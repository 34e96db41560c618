import type { Session } from "@crewdock/contract";
import type { VNode } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { SegmentedControl, useI18n, useStyles } from "../../kit/index.ts";
import type { RoleEditor } from "../role-editor.model.ts";
import { catalogue, type SectionName } from "./messages/index.ts";
import type { SectionSource } from "./section.tsx";
import { sections } from "./sections.ts";
import { sectionsStyles } from "./sections.styles.ts";

export interface SectionsProps {
  readonly model: RoleEditor;
  readonly session: Session;
}

/** The switch of sections, and the one that is chosen in place of the roles. Nothing where only roles are offered. */
export function Sections({ model, session }: SectionsProps): VNode | null {
  useStyles(sectionsStyles);
  const { t, ready } = useI18n(catalogue);
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const client = model.client.value;
  const turn = useRef(0);
  const source = useMemo((): SectionSource | null => {
    // Another backend: every section starts anew.
    turn.current++;
    if (client === null) return null;
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
      reload: data.reload,
      openRole: (id) => {
        model.section.value = "roles";
        model.open(id);
      },
    };
  }, [model, client]);
  const offered = sections.filter((section) => section.offered(session));
  if (source === null || offered.length === 0) return null;
  if (!ready) return <div class="sections" />;
  const chosen = model.section.value;
  return (
    <>
      <div class="sections" part="sections">
        <SegmentedControl<SectionName | "roles">
          label={t("sections")}
          hideLabel
          value={chosen}
          onChange={(section) => {
            setVisited(new Set([...visited, section]));
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
        id === chosen || visited.has(id) ? (
          <section
            key={`${id} ${turn.current}`}
            class="section-panel"
            part="section-panel"
            aria-label={t(id)}
            hidden={id !== chosen}
          >
            <part.View source={source} shown={id === chosen} />
          </section>
        ) : undefined,
      )}
    </>
  );
}
