import { type Caller, type Colleague, type Contact, displayName, type ListQuery, type Page } from "@crewdock/contract";
import type { Call, Handlers } from "../http/handlers.ts";
import { mayDo } from "../rights/actor.ts";
import { scopeCondition } from "../rights/scope-condition.ts";
import type { Services } from "../services.ts";
import { SqlParameters } from "../store/db.ts";
import { containsPattern } from "../store/contains-pattern.ts";
import { keysetPage } from "../store/keyset.ts";
import { normalDomain } from "../telephony/sip-domain.ts";
import { hasWholeTail, hostPart, numberKey, userPart } from "./numbers.ts";

interface ContactRow {
  readonly id: string;
  readonly name: string;
  readonly company: string | null;
  readonly phones: readonly string[];
  readonly email: string | null;
  readonly owner_id: string | null;
}

const COLUMNS = "c.id, c.name, c.company, c.phones, c.email, c.owner_id";
const OWNER = "left join users o on o.tenant_id = c.tenant_id and o.id = c.owner_id";

export function directoryHandlers(services: Services): Handlers["directory"] {
  return {
    lookup: async ({ number }, call) => ({
      caller: (await findColleague(services, number, call)) ?? (await findContact(services, number, call)) ?? null,
    }),
    contacts: listContacts,
    colleagues: (query, call) => listColleagues(ownDomain(services), query, call),
  };
}

/** Logins are extensions on the company's own domain only; where none is configured, everywhere. */
function ownDomain({ options }: Services): string | null {
  return options.sip ? normalDomain(options.sip.domain) : null;
}

/** Everybody knows the extensions of the house. The same digits at another host are somebody else. */
async function findColleague(services: Services, number: string, { db, tenant }: Call): Promise<Caller | undefined> {
  const extension = userPart(number);
  const domain = ownDomain(services);
  const host = hostPart(number);
  if (host !== undefined && host !== domain) return undefined;
  const rows = await db.query<{ id: string; last_name: string; first_name: string; patronymic: string | null }>(
    `select u.id, u.last_name, u.first_name, u.patronymic from users u
     left join sip_accounts s on s.tenant_id = u.tenant_id and s.user_id = u.id and s.domain = coalesce($3::text, s.domain)
     where u.tenant_id = $1 and (s.login = $2 or u.service_number = $2) order by s.login = $2 desc nulls last, u.id limit 1`,
    [tenant, extension, domain],
  );
  const user = rows[0];
  if (!user) return undefined;
  const name = displayName({ last: user.last_name, first: user.first_name, patronymic: user.patronymic });
  return { kind: "user", id: user.id, name, company: null, url: services.options.recordUrl?.("user", user.id) ?? null };
}

/** A contact whom the actor may see: the whole number first, then its last ten digits, as national spellings lack the country. */
async function findContact(services: Services, number: string, call: Call): Promise<Caller | undefined> {
  const key = numberKey(number);
  if (!key) return undefined;
  const rows = await call.db.query<ContactRow & { readonly department_id: string | null }>(
    `select ${COLUMNS}, o.department_id from contact_numbers n
     join contacts c on c.tenant_id = n.tenant_id and c.id = n.contact_id ${OWNER}
     where n.tenant_id = $1 and (n.digits = $2 or ($4 and n.last_ten = $3)) order by n.digits = $2 desc, c.sort_name, c.id limit 20`,
    [call.tenant, key.digits, key.lastTen, hasWholeTail(key)],
  );
  const contact = rows.find((row) =>
    mayDo(call.actor, "contact.view", { ownerId: row.owner_id, departmentId: row.department_id }),
  );
  if (!contact) return undefined;
  call.used("contact.view");
  const url = services.options.recordUrl?.("contact", contact.id) ?? null;
  return { kind: "contact", id: contact.id, name: contact.name, company: contact.company, url };
}

function listContacts(query: ListQuery<"name">, { db, tenant, actor }: Call): Promise<Page<Contact>> {
  const parameters = new SqlParameters();
  parameters.add(tenant);
  const columns = { ownerId: "c.owner_id", departmentId: "o.department_id" };
  const where = [scopeCondition(actor, "contact.view", columns, parameters)];
  if (query.q?.trim()) where.push(`c.search like ${parameters.add(containsPattern(query.q))}`);
  return keysetPage<ContactRow, Contact>({
    db,
    parameters,
    query,
    columns: { name: { sql: "c.sort_name", type: "text" } },
    defaultSort: { field: "name", direction: "asc" },
    table: "contacts",
    alias: "c",
    joins: OWNER,
    select: COLUMNS,
    where,
    toItem: ({ id, name, company, phones, email, owner_id }) => ({
      id,
      name,
      company,
      phones,
      email,
      ownerId: owner_id,
    }),
  });
}

interface ColleagueRow {
  readonly id: string;
  readonly last_name: string;
  readonly first_name: string;
  readonly patronymic: string | null;
  readonly position: string | null;
  readonly department: string | null;
  readonly extension: string | null;
}

const EXTENSION =
  "select login from sip_accounts where tenant_id = $1 and user_id = u.id and domain = coalesce($2::text, domain)";

function listColleagues(
  domain: string | null,
  query: ListQuery<"name">,
  { db, tenant }: Call,
): Promise<Page<Colleague>> {
  const parameters = new SqlParameters();
  parameters.add(tenant);
  parameters.add(domain);
  const where = ["u.state = 'active'"];
  if (query.q?.trim()) {
    const pattern = parameters.add(containsPattern(query.q));
    // said once more, the name is found in either order
    where.push(
      `(u.sort_name || ' ' || u.sort_name like ${pattern} or exists (${EXTENSION} and login like ${pattern}))`,
    );
  }
  return keysetPage<ColleagueRow, Colleague>({
    db,
    parameters,
    query,
    columns: { name: { sql: "u.sort_name", type: "text" } },
    defaultSort: { field: "name", direction: "asc" },
    table: "users",
    alias: "u",
    // The count, which shows no extension, has to know the type of the parameter too.
    joins: "cross join (select $2::text as domain) own",
    select: `u.id, u.last_name, u.first_name, u.patronymic, (${EXTENSION}) as extension,
      (select p.name from positions p where p.tenant_id = $1 and p.id = u.position_id) as position,
      (select d.name from departments d where d.tenant_id = $1 and d.id = u.department_id) as department`,
    where,
    toItem: ({ id, last_name: last, first_name: first, patronymic, position, department, extension }) => ({
      id,
      name: displayName({ last, first, patronymic }),
      position,
      department,
      extension,
    }),
  });
}
