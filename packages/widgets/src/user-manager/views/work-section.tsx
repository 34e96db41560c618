import type { VNode } from "preact";
import { Button, Combobox, FormSection, MultiCombobox, useI18n, useKit } from "../../kit/index.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import { type Filled, filledKeys } from "../form/work-fields.ts";
import { catalogue } from "../messages/index.ts";
import type { UserManagerModel } from "../user-manager.model.ts";

interface WorkSectionProps {
  readonly manager: UserManagerModel;
  readonly model: UserSheetModel;
}

/** Position first: it fills department and role, and each says so. */
export function WorkSection({ manager, model }: WorkSectionProps): VNode {
  const { t } = useI18n(catalogue);
  const { fields } = model.form;
  const { positions, departments, groups } = manager.choices.value;
  return (
    <FormSection id="work" title={t("sectionWork")} description={t("workText")}>
      <Combobox
        field={model.work.position}
        label={t("position")}
        options={positions}
        placeholder={t("choose")}
        required={model.session.policy.position === "required"}
      />
      {model.work.filled.value === null ? undefined : (
        <FilledNote filled={model.work.filled.value} undo={model.undoFilled} />
      )}
      <Combobox
        field={model.work.department}
        label={t("department")}
        note={model.work.departmentFrom.value === "position" ? t("fromPosition") : undefined}
        options={departments}
        placeholder={t("choose")}
        required
      />
      <RolesField manager={manager} model={model} />
      {groups.length === 0 ? undefined : (
        <MultiCombobox
          field={fields.groupIds}
          label={t("groups")}
          help={t("groupsHelp")}
          options={groups}
          placeholder={t("choose")}
        />
      )}
    </FormSection>
  );
}

function FilledNote({ filled, undo }: { readonly filled: Filled; readonly undo: () => void }): VNode {
  const { t } = useI18n(catalogue);
  const kit = useKit();
  return (
    <div class="user-filled">
      <span>{t(filledKeys[filled.what], { position: filled.position.name })}</span>
      <Button variant="ghost" size="small" onClick={undo}>
        {kit.t("undo")}
      </Button>
    </div>
  );
}

function RolesField({ manager, model }: WorkSectionProps): VNode {
  const { t } = useI18n(catalogue);
  const { roles } = manager.choices.value;
  const note = model.work.rolesFrom.value === "position" ? t("fromPosition") : undefined;
  const hidden = manager.roles.data.value === undefined;
  if (model.session.policy.rolesPerUser === "one") {
    return (
      <Combobox
        field={model.work.role}
        label={t("role")}
        note={note}
        help={hidden ? t("rolesHidden") : undefined}
        disabled={hidden}
        options={roles}
        placeholder={t("choose")}
      />
    );
  }
  return (
    <MultiCombobox
      field={model.work.roles}
      label={t("roles")}
      note={note}
      help={hidden ? t("rolesHidden") : undefined}
      disabled={hidden}
      options={roles}
      placeholder={t("choose")}
    />
  );
}
