import pg from "pg";
import { insertOrganisation, insertRoles } from "../../src/seed/company-writes.ts";
import type { CrewServer } from "../../src/server.ts";
import { runUnit } from "../../src/store/unit.ts";
import { insertUser } from "../../src/users/user-writes.ts";

export const ADMIN = "u-admin";

const LAST =
  "ivanov smirnov kuznetsov popov vasiliev petrov sokolov mikhailov novikov fedorov morozov volkov alekseev lebedev semenov egorov pavlov kozlov stepanov nikolaev orlov andreev makarov nikitin zakharov kowalski nowak wojcik kaminski lewandowski zielinski szymanski wozniak dabrowski mazur krawczyk silva santos oliveira souza pereira costa carvalho almeida ribeiro barbosa whitfield hargreaves pemberton ashworth";
const FIRST =
  "anna ivan maria olga pavel tatiana sergey elena dmitry natalia agnieszka piotr katarzyna tomasz joao beatriz lucas fernanda oliver amelia george harriet";

/**
 * Fills an empty database with so many people of 40 departments, every second of them with a SIP account and every fifth
 * with a mailbox, all in a group. Roles come by departments, as in a company of this size; one administrator has his own.
 */
export async function fillCompany({ db }: CrewServer, people: number): Promise<void> {
  const options = { tenant: "main", actorId: null, now: new Date(), requestId: null };
  await runUnit(
    db,
    options,
    () => {},
    async (unit) => {
      const all = { "user.view": "any", "user.manage": "any", "role.view": "any", "role.manage": "any" } as const;
      await insertRoles(unit, [
        { id: "r-admin", name: "Administrator", description: null, grants: all },
        { id: "r-staff", name: "Staff", description: null, grants: { "user.view": "any", "call.place": "any" } },
      ]);
      const departments = Array.from({ length: 40 }, (_, index) => ({
        id: `d-${index}`,
        version: "1",
        name: `Department ${index}`,
        parentId: index === 0 ? null : `d-${Math.floor((index - 1) / 3)}`,
        headId: null,
      }));
      const groups = [{ id: "g-all", version: "1", name: "Everybody", parentId: null, kind: "team" as const }];
      await insertOrganisation(unit, { departments, positions: [], groups });
      const admin = {
        name: { last: "Admin", first: "Ann", patronymic: null },
        email: "ann@crewdock.test",
        login: "ann",
        timeZone: "Europe/Warsaw",
        serviceNumber: null,
        positionId: null,
        departmentId: "d-0",
      };
      await insertUser(unit, ADMIN, admin, null, null);
      await unit.query(
        `insert into assignments (tenant_id, role_id, subject_type, subject_id) values
         ('main', 'r-admin', 'user', $1), ('main', 'r-staff', 'department', 'd-0')`,
        [ADMIN],
      );
    },
  );
  // In parts: the embedded time limit of a statement would end one that makes a million.
  for (let from = 1; from <= people; from += 20_000) await insertPeople(db, from, Math.min(people, from + 19_999));
}

/** Leaves PostgreSQL nothing to clean up, count or write after the filling, as in a company that has been there for long. */
export async function settle(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString }); // without the server's limit to the time of a statement
  await client.connect();
  try {
    await client.query("vacuum (analyze)");
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
}

async function insertPeople(db: CrewServer["db"], from: number, to: number): Promise<void> {
  const numbers = [String(from), String(to)];
  await db.query(
    `insert into users (tenant_id, id, state, last_name, first_name, patronymic, sort_name, email, email_key, login, login_key,
       time_zone, service_number, department_id, search, created_at, updated_at)
     select 'main', 'u-' || n, 'active', initcap(last), initcap(first), null, last || ' ' || first || ' ' || n,
       login || '@company.example', login || '@company.example', login, login, 'Europe/Warsaw', n::text, 'd-' || n % 40,
       last || ' ' || first || ' ' || n || ' ' || login || '@company.example ' || login || ' ' || n, now(), now()
     from (select n, last, first, last || '.' || first || n as login from (select n,
         (string_to_array($3, ' '))[1 + abs(hashint4(n) % 50)] as last,
         (string_to_array($4, ' '))[1 + abs(hashint4(n + 3) % 22)] as first
       from generate_series($1::int, $2::int) n) named) numbered`,
    [...numbers, LAST, FIRST],
  );
  await db.query(
    `insert into user_group_members (tenant_id, group_id, user_id)
     select 'main', 'g-all', 'u-' || n from generate_series($1::int, $2::int) n`,
    numbers,
  );
  await db.query(
    `insert into sip_accounts (tenant_id, id, user_id, login, domain, port, transport, password_sealed)
     select 'main', 's-' || n, 'u-' || n, 'x' || n, 'crewdock.test', 5060, 'ws', 'sealed'
     from generate_series($1::int, $2::int, 2) n`,
    numbers,
  );
  await db.query(
    `insert into mail_accounts (tenant_id, id, user_id, email, imap, smtp, password_sealed, active, state, created_at)
     select 'main', 'm-' || n, 'u-' || n, 'box' || n || '@company.example', server, server, 'sealed', true, 'unchecked', now()
     from generate_series($1::int, $2::int, 5) n,
       (select '{"host":"imap.company.example","port":993,"security":"ssl","username":"box"}'::jsonb as server) servers`,
    numbers,
  );
}

/** Parts of names, e-mail addresses and numbers as people type them: some frequent, some of a single person. */
export function searches(people: number): readonly string[] {
  const some = [3, 17, 501, 4_242, 50_007, 99_990].map((n) => (n * 7919) % people);
  return [
    "kov",
    "lewand",
    "anna",
    "silva l",
    "ashw",
    "beatr",
    "ov pav",
    "exampl",
    ...some.map(String),
    ...some.map((n) => `a${n}@`),
  ];
}
