import type { VNode } from "preact";
import { Button, Combobox, FormSection, MultiCombobox, useI18n, useKit } from "../../kit/index.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import { type Filled, filledKeys } from "../form/work-fields.ts";
import { catalogue } from "../messages/index.ts";
import { useFieldRule } from "./field-rule.ts";
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
  const rule = useFieldRule(model);
  const hasPositions = positions.length > 0 || model.session.policy.position === "required";
  const position = hasPositions ? rule("positionId", { required: model.session.policy.position === "required" }) : null;
  // The only department is filled in already; nobody has to be asked.
  const isOnly = departments.length === 1 && fields.departmentId.value.value === departments[0]?.value;
  const department = isOnly ? null : rule("departmentId", { required: true });
  const group = groups.length === 0 ? null : rule("groupIds", { help: t("groupsHelp") });
  return (
    <FormSection id="work" title={t("sectionWork")} description={t(position === null ? "workPlainText" : "workText")}>
      {position && (
        <Combobox
          field={model.work.position}
          label={t("position")}
          options={positions}
          placeholder={t("choose")}
          required={position.required}
          help={position.help}
          disabled={position.readonly}
        />
      )}
      {model.work.filled.value === null ? undefined : (
        <FilledNote filled={model.work.filled.value} undo={model.undoFilled} />
      )}
      {department && (
        <Combobox
          field={model.work.department}
          label={t("department")}
          note={model.work.departmentFrom.value === "position" ? t("fromPosition") : undefined}
          options={departments}
          placeholder={t("choose")}
          required={department.required}
          help={department.help}
          disabled={department.readonly}
        />
      )}
      <RolesField manager={manager} model={model} />
      {group && (
        <MultiCombobox
          field={fields.groupIds}
          label={t("groups")}
          help={group.help}
          options={groups}
          placeholder={t("choose")}
          required={group.required}
          disabled={group.readonly}
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

function RolesField({ manager, model }: WorkSectionProps): VNode | null {
  const { t } = useI18n(catalogue);
  const rule = useFieldRule(model)("roleIds");
  const { roles } = manager.choices.value;
  const note = model.work.rolesFrom.value === "position" ? t("fromPosition") : undefined;
  const hidden = manager.roles.data.value === undefined;
  // Without a list of the roles there are no names to choose from, nor to show.
  if (rule === null || (hidden && rule.readonly)) return null;
  const props = {
    note,
    help: hidden ? t("rolesHidden") : rule.help,
    disabled: hidden || rule.readonly,
    required: rule.required,
    options: roles,
    placeholder: t("choose"),
  };
  if (model.session.policy.rolesPerUser === "one") {
    return <Combobox {...props} field={model.work.role} label={t("role")} />;
  }
  return <MultiCombobox {...props} field={model.work.roles} label={t("roles")} />;
}
