import type { Client, Id, Session } from "@crewdock/contract";
import type { ComponentType } from "preact";
import {
  type Catalogue,
  lazy,
  type Lazy,
  type MessageSource,
  type ReadonlySignal,
  SkeletonRows,
  useI18n,
} from "../../kit/index.ts";
import type { Names } from "../model/names.ts";
import type { RoleContent } from "../model/role-data.ts";
import type { SectionName } from "./messages/index.ts";

/** What a section stands on: what the editor has loaded and keeps up to date, and the way to the rest. */
export interface SectionSource {
  readonly client: Client;
  /** The viewer and the backend as they are now; to read it follows it. */
  readonly session: Session;
  /** Whether people can be found, and told which roles reach them; to read it follows it as well. */
  readonly knowsPeople: boolean;
  /** Roles, assignments, organisation and catalogue, as they are now. */
  readonly content: ReadonlySignal<RoleContent | null>;
  /** What sections of the catalogue, entities, actions and scopes are called. */
  readonly names: ReadonlySignal<Names>;
  readonly now: () => Date;
  /** Counts up when people may have changed elsewhere, so that what was loaded of them is old. */
  readonly peopleChanged: ReadonlySignal<number>;
  /** Shows a role in the section of roles; asks first where another has unsaved changes. */
  openRole(id: Id): void;
}

export interface SectionProps {
  readonly source: SectionSource;
  /** False while another section is shown: this one is kept as it is, and need not load anything. */
  readonly shown: boolean;
}

/** One section beside the editing of roles, in a chunk of its own. */
export interface Section {
  readonly id: SectionName;
  /** Whether the backend has the verbs and the viewer the rights that it cannot do without, where it takes any. */
  readonly offered?: (session: Session) => boolean;
  readonly part: Lazy<SectionProps>;
}

/** What the `index.ts` of a section's folder exports. */
export interface SectionModule<Source extends MessageSource> {
  readonly View: ComponentType<SectionProps>;
  readonly catalogue: Catalogue<Source>;
}

/** Fetches a section with its first use, and draws it once its texts are there in the language in force. */
export function sectionPart<Source extends MessageSource>(
  load: () => Promise<SectionModule<Source>>,
): Lazy<SectionProps> {
  return lazy<SectionProps>(async () => {
    const { View, catalogue } = await load();
    return (props) => (useI18n(catalogue).ready ? <View {...props} /> : <SkeletonRows count={6} />);
  });
}
