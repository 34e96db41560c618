import type { CrewError } from "@crewdock/contract";
import { createForm, type Env, type FieldError, type FieldOptions, type Form } from "../../kit/index.ts";
import type { Source } from "../messages/index.ts";

/** Name and description, as they are typed. */
export interface RoleFields {
  readonly name: string;
  readonly description: string;
  readonly [field: string]: string;
}

const longest = { name: 80, description: 500 };

/** Fields for naming a role; checked like the contract's schema. */
function roleFields(
  env: Env<Source>,
  initial: { readonly name: string; readonly description: string },
): { readonly [Name in keyof RoleFields]: FieldOptions<string> } & Record<
  "name" | "description",
  FieldOptions<string>
> {
  const tooLong = (value: string, count: number): string | undefined =>
    value.trim().length > count ? env.i18n.t("nameTooLong", { count }) : undefined;
  return {
    name: {
      initial: initial.name,
      label: () => env.i18n.t("name"),
      validate: (value) => (value.trim() === "" ? env.kit.t("fieldRequired") : tooLong(value, longest.name)),
    },
    description: {
      initial: initial.description,
      label: () => env.i18n.t("description"),
      validate: (value) => tooLong(value, longest.description),
    },
  };
}

/** What a server says against name or description, in words; empty when the error is about something else. */
export function roleFormErrors(error: CrewError, env: Env<Source>): readonly FieldError[] {
  if (error.code === "duplicate") return [{ pointer: "/name", message: env.i18n.t("nameTaken") }];
  if (error.code !== "validation") return [];
  return error.fields.flatMap(({ pointer, code }): FieldError[] => {
    if (pointer !== "/name" && pointer !== "/description") return [];
    const count = pointer === "/name" ? longest.name : longest.description;
    if (code === "too_long") return [{ pointer, message: env.i18n.t("nameTooLong", { count }) }];
    return [{ pointer, message: code === "required" ? env.kit.t("fieldRequired") : env.kit.t("error_validation") }];
  });
}

/** A form for naming a role. */
export function createRoleForm(
  env: Env<Source>,
  initial: { readonly name: string; readonly description: string },
): Form<RoleFields> {
  return createForm<RoleFields>({ fields: roleFields(env, initial) });
}
