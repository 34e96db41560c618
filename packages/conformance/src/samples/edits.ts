import { fieldCapability, type FieldName, type PersonName, type User } from "@crewdock/contract";
import { NotOffered } from "../kit/conformance-case.ts";
import type { World } from "../kit/world.ts";

interface InWorld {
  readonly world: World;
}

/** Whether the backend lets a member of a user be written. */
export function isWritable({ world }: InWorld, name: FieldName): boolean {
  return fieldCapability(world.session("admin").capabilities, name).write;
}

/** A change of a user that does no harm and fits into an input as well. */
export type Edit = { readonly serviceNumber: string } | { readonly name: PersonName };

/**
 * Says `text` in a member that this backend lets be changed: the service number, or the first name where there is none.
 * Skips the case where it has neither.
 */
export function edit(context: InWorld, text: string): Edit {
  if (isWritable(context, "serviceNumber")) return { serviceNumber: text };
  if (isWritable(context, "name.first") && isWritable(context, "name.last"))
    return { name: { last: "Edited", first: text, patronymic: null } };
  throw new NotOffered("no member of a user can be changed without harm");
}

/** What {@link edit} says of a user at the moment. */
export function edited(context: InWorld, user: Pick<User, "serviceNumber" | "name">): string | null {
  return isWritable(context, "serviceNumber") ? user.serviceNumber : user.name.first;
}

/** A user but for what the letter of invitation changes, which is sent while cases go on. */
export function apartFromLetter({ invitation: _invitation, ...user }: User): Omit<User, "invitation"> {
  return user;
}
