import Eye from "lucide/dist/esm/icons/eye.mjs";
import Lock from "lucide/dist/esm/icons/lock.mjs";
import Plus from "lucide/dist/esm/icons/plus.mjs";
import ShieldCheck from "lucide/dist/esm/icons/shield-check.mjs";
import type { Role } from "@crewdock/contract";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import {
  Banner,
  Blank,
  Button,
  EmptyState,
  ErrorState,
  errorText,
  Icon,
  lazy,
  Tabs,
  useEnv,
  useI18n,
  useKit,
} from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { GivenSource } from "../model/given-editor.ts";
import type { RoleEditor } from "../role-editor.model.ts";
import type { SectionsProps } from "../sections/sections.view.tsx";
import { EditorSkeleton } from "./editor-skeleton.tsx";
import { stepByKey, MatrixView } from "./matrix.tsx";
import { RoleHeader } from "./role-header.tsx";
import { RoleList } from "./role-list.tsx";

/** Who has the role, and everything above the editor, come while people read the matrix. */
const given = lazy<{ readonly source: GivenSource }>(() => import("./parts.ts").then(({ GivenView }) => GivenView));
const sections = lazy<SectionsProps>(
  () => import("./parts.ts").then(({ loadSections }) => loadSections()),
  () => <div class="sections" />,
);
const dialogs = lazy<{ readonly model: RoleEditor }>(() => import("./parts.ts").then(({ RoleDialogs }) => RoleDialogs));

/** What only a change needs is there before anybody can make one, as a rule. */
const saveBar = lazy<{ readonly model: RoleEditor }>(() => import("./parts.ts").then(({ SaveBar }) => SaveBar), Blank);

/** The whole editor in whatever state it is. */
export function RoleEditorView({ model }: { readonly model: RoleEditor }): VNode {
  const { t } = useI18n(catalogue);
  const { data } = model;
  const shown = data.data.value !== undefined;
  useEffect(() => {
    if (!shown) return;
    sections.preload();
    saveBar.preload();
    given.preload();
    dialogs.preload();
  }, [shown]);
  const loaded = data.data.value;
  if (loaded === undefined) {
    if (data.error.value === undefined) return <EditorSkeleton />;
    return (
      <ErrorState
        error={data.error.value}
        retrying={data.state.value === "loading"}
        onRetry={() => void data.reload()}
      />
    );
  }
  if (loaded.content === null) return <EmptyState icon={Lock} title={t("noRight")} text={t("noRightText")} />;
  return (
    <>
      <sections.View model={model} session={loaded.session} />
      {model.section.value !== "roles" ? undefined : loaded.content.roles.length === 0 &&
        model.editing.role.value === null ? (
        <NoRoles model={model} />
      ) : (
        <Editor model={model} />
      )}
      {hasDialog(model) ? <dialogs.View model={model} /> : undefined}
    </>
  );
}

function hasDialog({ wizard, renaming, removing, editing }: RoleEditor): boolean {
  return [wizard, renaming, removing, editing.conflict, editing.leaving].some((task) => task.value !== null);
}

function hasNews({ editing }: RoleEditor): boolean {
  return editing.draft.dirty.value || editing.problem.value !== null || editing.elsewhere.value !== null;
}

function NoRoles({ model }: { readonly model: RoleEditor }): VNode {
  const { t } = useI18n(catalogue);
  const { create } = model.offered.value;
  return (
    <EmptyState
      icon={ShieldCheck}
      title={t("emptyTitle")}
      text={t(create ? "emptyText" : "emptyReadOnly")}
      action={
        create ? (
          <Button variant="primary" icon={Plus} onClick={() => model.create()}>
            {t("newRole")}
          </Button>
        ) : undefined
      }
    />
  );
}

function Editor({ model }: { readonly model: RoleEditor }): VNode {
  const { t } = useI18n(catalogue);
  const env = useEnv();
  const kit = useKit();
  const role = model.editing.role.value;
  const stale = model.data.error.value;
  return (
    <div
      class="editor"
      part="editor"
      aria-busy={model.opening.value ? "true" : undefined}
      onKeyDown={(event) => stepByKey(event, model.matrix, (done) => env.announce(t(done)))}
    >
      <RoleList model={model} />
      <div class="main">
        {stale === undefined ? undefined : (
          <div class="main-banner">
            <Banner
              tone="warning"
              title={errorText(stale, kit).title}
              action={{
                label: kit.t("retry"),
                onClick: () => void model.data.reload(),
                loading: model.data.state.value === "loading",
              }}
            >
              {errorText(stale, kit).advice}
            </Banner>
          </div>
        )}
        {role === null ? undefined : <OpenRole model={model} role={role} />}
        {hasNews(model) ? <saveBar.View model={model} /> : undefined}
      </div>
    </div>
  );
}

function OpenRole({ model, role }: { readonly model: RoleEditor; readonly role: Role }): VNode {
  const { t } = useI18n(catalogue);
  const { readOnly: reason, given: told } = model.offered.value;
  const rights = <MatrixView key={role.id} matrix={model.matrix} name={role.name} />;
  return (
    <>
      <RoleHeader model={model} role={role} />
      {reason === null ? undefined : (
        <p class="read-only-note">
          <Icon icon={Eye} />
          <span>
            <strong>{t("readOnly")}.</strong> {t(`readOnly_${reason}`)}
          </span>
        </p>
      )}
      {told !== "write" && reason === null ? <p class="given-elsewhere muted">{t("givenElsewhere")}</p> : undefined}
      {told === "nothing" ? (
        rights
      ) : (
        <Tabs
          label={role.name}
          value={model.tab.value}
          onChange={(tab) => {
            model.tab.value = tab;
          }}
          tabs={[
            { id: "rights", label: t("tabRights") },
            { id: "given", label: t("tabGiven"), badge: model.editing.draft.given.value.length },
          ]}
        >
          {(tab) => (tab === "rights" ? rights : <given.View source={model.given} />)}
        </Tabs>
      )}
    </>
  );
}
