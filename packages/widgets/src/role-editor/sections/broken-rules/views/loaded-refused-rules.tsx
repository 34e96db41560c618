import {
  type BrokenExpectation,
  type Client,
  may,
  type Organisation,
  type Session,
  supports,
} from "@crewdock/contract";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useI18n } from "../../../../kit/index.ts";
import { catalogue } from "../../../messages/index.ts";
import { indexCatalogue } from "../../../model/catalogue-index.ts";
import { createNames } from "../../../model/names.ts";
import type { RoleContent } from "../../../model/role-data.ts";
import { BrokenRules, toldRules } from "./broken-rules.tsx";

export interface LoadedRefusedRulesProps {
  readonly broken: readonly BrokenExpectation[];
  readonly client: Client;
}

/** What rules are worded from. */
interface Known {
  readonly session: Session;
  readonly content: Pick<RoleContent, "index" | "roles" | "organisation">;
}

const noOrganisation: Organisation = { departments: [], positions: [], groups: [] };

/** Null for a viewer who may not read what rights there are. */
async function read(client: Client, signal: AbortSignal): Promise<Known | null> {
  const session = await client.session.me({}, { signal });
  const has = (verb: string): boolean => supports(session.capabilities, verb);
  if (!may(session, "role.view") || !has("roles.catalogue")) return null;
  const [catalogue, roles, organisation] = await Promise.all([
    client.roles.catalogue({}, { signal }),
    has("roles.list") ? client.roles.list({}, { signal }) : { items: [] },
    has("org.read") ? client.org.read({}, { signal }) : noOrganisation,
  ]);
  return { session, content: { index: indexCatalogue(catalogue), roles: roles.items, organisation } };
}

/**
 * The rules that a change was refused for, outside of the role editor: loads by itself what rights and roles are called.
 * Where rights cannot be named, only why the rules are kept.
 */
export function LoadedRefusedRules({ broken, client }: LoadedRefusedRulesProps): VNode | null {
  const i18n = useI18n(catalogue);
  const [known, setKnown] = useState<Known | null>();
  useEffect(() => {
    const life = new AbortController();
    const { signal } = life;
    const tell = (found: Known | null): void => {
      if (!signal.aborted) setKnown(found);
    };
    // What cannot be had is not worth a second error: the reasons are told without the sentences.
    read(client, signal).then(tell, () => tell(null));
    return () => life.abort();
  }, [client]);
  if (known === undefined || !i18n.ready) return null;
  if (known !== null) {
    const { session, content } = known;
    const names = createNames(i18n, content.index, session.policy.departmentScope);
    return <BrokenRules broken={broken} client={client} names={names} content={content} />;
  }
  const notes = broken.flatMap(({ expectation: { id, note } }) => (note === null ? [] : { id, note }));
  if (notes.length === 0) return null;
  return (
    <ul>
      {notes.slice(0, toldRules).map(({ id, note }) => (
        <li key={id} dir="auto">
          {note}
        </li>
      ))}
    </ul>
  );
}
