import { departmentSubtree, displayName, type PersonName, type Scope } from "@crewdock/contract";
import type { Deal as SampleDeal } from "@crewdock/contract/sample";
import type { CrewServerOptions, Db } from "@crewdock/server";

/** A deal as the board shows it. */
export interface BoardDeal extends Pick<SampleDeal, "id" | "title" | "stage" | "amount" | "currency" | "ownerId"> {
  readonly ownerName: string;
  readonly contactId: string | null;
  readonly contactName: string | null;
}

/** The host's own records: Crewdock knows nothing of deals but their rights. */
export interface DealBoard {
  /** Deals as far as a scope of `deal.view` reaches for a user, the dearest first. */
  visibleTo(userId: string, scope: Scope): Promise<readonly BoardDeal[]>;
  /** Lets Crewdock count deals and hand them over before somebody is deleted. */
  readonly records: NonNullable<CrewServerOptions["records"]>;
}

/** Deals that change hands in one statement. */
const BATCH = 200;

interface Row extends Omit<BoardDeal, "ownerName">, PersonName {
  readonly ownerDepartmentId: string;
}

/** Keeps the deals in a table of the host beside Crewdock's own. */
export async function openDealBoard(db: Db, sample: readonly SampleDeal[]): Promise<DealBoard> {
  await db.query(
    `create table if not exists lantern_deals (
      id text primary key, title text not null, stage text not null, amount numeric(14, 2) not null, currency text not null,
      owner_id text not null, contact_id text)`,
  );
  const [{ count } = { count: 0 }] = await db.query<{ count: number }>(
    "select count(*)::int as count from lantern_deals",
  );
  if (count === 0) await insert(db, sample);

  return {
    async visibleTo(userId, scope) {
      if (scope === "none") return [];
      const found = await db.query<Row>(
        `select d.id, d.title, d.stage, d.amount::text as amount, d.currency, d.owner_id as "ownerId", d.contact_id as "contactId",
           u.last_name as "last", u.first_name as "first", u.patronymic, c.name as "contactName", u.department_id as "ownerDepartmentId"
         from lantern_deals d join users u on u.id = d.owner_id left join contacts c on c.id = d.contact_id
         order by d.amount desc, d.id`,
      );
      const rows = found.map(({ last, first, patronymic, ...deal }) => ({
        ...deal,
        ownerName: displayName({ last, first, patronymic }),
      }));
      if (scope === "any") return rows;
      const own = rows.filter((row) => row.ownerId === userId);
      if (scope === "own") return own;
      const departments = await db.query<{ id: string; parentId: string | null }>(
        'select id, parent_id as "parentId" from departments',
      );
      const [actor] = await db.query<{ departmentId: string }>(
        'select department_id as "departmentId" from users where id = $1',
        [userId],
      );
      if (!actor) return own;
      const subtree = departmentSubtree(departments, actor.departmentId);
      return rows.filter((row) => row.ownerId === userId || subtree.has(row.ownerDepartmentId));
    },
    records: {
      count: async (userId) => [{ kind: "deal", label: null, count: await countOf(db, userId) }],
      async *transfer(fromId, toId, signal) {
        const total = await countOf(db, fromId);
        for (let moved = 0; moved < total;) {
          signal.throwIfAborted();
          const batch = await db.query(
            `update lantern_deals set owner_id = $2
             where id in (select id from lantern_deals where owner_id = $1 order by id limit $3) returning id`,
            [fromId, toId, BATCH],
          );
          if (batch.length === 0) return;
          moved += batch.length;
          yield { kind: "deal", moved, total };
        }
      },
    },
  };
}

async function countOf(db: Db, ownerId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    "select count(*)::int as count from lantern_deals where owner_id = $1",
    [ownerId],
  );
  return row?.count ?? 0;
}

async function insert(db: Db, sample: readonly SampleDeal[]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const deal of sample) {
      await tx.query("insert into lantern_deals values ($1, $2, $3, $4, $5, $6, $7)", [
        deal.id,
        deal.title,
        deal.stage,
        deal.amount,
        deal.currency,
        deal.ownerId,
        deal.contactId,
      ]);
    }
  });
}
