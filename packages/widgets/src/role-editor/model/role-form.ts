import { type CrewError, keepsDirection, uniqueKey } from "@crewdock/contract";
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
  others: () => readonly string[],
): { readonly [Name in keyof RoleFields]: FieldOptions<string> } & Record<
  "name" | "description",
  FieldOptions<string>
> {
  const wrongText = (value: string, count: number): string | undefined => {
    if (value.trim().length > count) return env.i18n.t("nameTooLong", { count });
    return keepsDirection(value) ? undefined : env.kit.t("error_validation");
  };
  const taken = (value: string): string | undefined =>
    others().some((other) => uniqueKey(other) === uniqueKey(value)) ? env.i18n.t("nameTaken") : undefined;
  return {
    name: {
      initial: initial.name,
      label: () => env.i18n.t("name"),
      validate: (value) =>
        value.trim() === "" ? env.kit.t("fieldRequired") : (wrongText(value, longest.name) ?? taken(value)),
    },
    description: {
      initial: initial.description,
      label: () => env.i18n.t("description"),
      validate: (value) => wrongText(value, longest.description),
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

/** A form for naming a role. @param others names of the other roles, as far as they are known */
export function createRoleForm(
  env: Env<Source>,
  initial: { readonly name: string; readonly description: string },
  others: () => readonly string[],
): Form<RoleFields> {
  return createForm<RoleFields>({ fields: roleFields(env, initial, others) });
}
