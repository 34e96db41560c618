import { displayName, type Id, type User } from "@crewdock/contract";
import type { VNode } from "preact";
import { Combobox, type Option } from "../../../kit/index.ts";

export interface PersonPickerProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: Id | null;
  /** The chosen person as far as they are known. */
  readonly user: User | undefined;
  readonly search: (query: string, abort: AbortSignal) => Promise<readonly User[]>;
  readonly onChange: (id: Id | null) => void;
  readonly clearable?: boolean | undefined;
}

/** Picks one person by name, e-mail or login, searched at the backend. */
export function PersonPicker({ user, search, onChange, ...rest }: PersonPickerProps): VNode {
  return (
    <Combobox
      {...rest}
      class="picker"
      selected={user && optionOf(user)}
      load={async (query, abort) => (await search(query, abort)).map(optionOf)}
      onChange={onChange}
    />
  );
}

function optionOf(user: User): Option {
  return { value: user.id, label: displayName(user.name), detail: user.email };
}
