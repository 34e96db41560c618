import { useI18n } from "../../kit/index.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import type { UserFormValues } from "../form/values.ts";
import { catalogue } from "../messages/index.ts";

/** Props by which a control obeys what the backend says of its field. */
export interface FieldRuleProps {
  /** Its value can be read only; `help` says why. */
  readonly readonly: boolean;
  readonly required: boolean;
  readonly help: string | undefined;
}

interface Own {
  /** @default false */
  readonly required?: boolean;
  readonly help?: string | undefined;
}

/** Gives the props of each field of a sheet, or null for one that is left out. */
export function useFieldRule(model: UserSheetModel): (field: keyof UserFormValues, own?: Own) => FieldRuleProps | null {
  const { t } = useI18n(catalogue);
  const { rules, form } = model;
  return (field, { required = false, help } = {}) => {
    const value = form.fields[field].value.value;
    const isEmpty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
    if (!rules.shows(field, isEmpty)) return null;
    const why = rules.refusal(field);
    if (why !== undefined) return { readonly: true, required: false, help: t(`fixed_${why}`) };
    return { readonly: false, required: required || rules.of(field).required === true, help };
  };
}
