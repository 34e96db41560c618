import type { Id, IsoTime } from "../primitives.ts";
import { type ActionKey, catalogueActions } from "../rights/catalogue.ts";
import { defaultCatalogue } from "../rights/default-catalogue.ts";
import type { CompiledRights } from "../rights/compiled-rights.ts";
import type { ReportedUse, UseReport } from "../rights/right-use.ts";
import { standingRightsOf } from "../rights/user-rights.ts";
import type { User } from "../users/user.ts";
import { dayInMs } from "./log-ins.data.ts";
import { seededRandom } from "./random.ts";

/** What people have used of their rights, and for how long that has been recorded. */
export interface SampleUses extends UseReport {
  readonly observes: readonly ActionKey[];
  readonly since: IsoTime;
}

/** Long enough for what lies idle to be told. */
const recordedDays = 150;
/** Everybody has used what they use within so many days. */
const recentDays = 40;

/** What the host's own pages do, every time told to the backend. */
const inHost: readonly ActionKey[] = catalogueActions(defaultCatalogue).flatMap(({ key }) =>
  /^(?:contact|company|deal|task)\./.test(key) || key === "call.place" ? [key] : [],
);

/** Rights that nobody who has the role has a use for. */
const idle: Readonly<Record<Id, readonly ActionKey[]>> = {
  "r-executive": ["contact.delete", "company.delete", "task.delete", "task.export", "audit.view"],
  "r-head": ["company.delete", "company.export", "task.export"],
  "r-manager": ["company.create"],
};

/** What somebody did once and then no more. */
const longAgo: ReadonlySet<ActionKey> = new Set(["audit.view", "company.export"]);

/** Everybody who works uses what they may, but for what lies idle in one of their roles. */
export function sampleUses(users: readonly User[], rights: CompiledRights, now: Date): SampleUses {
  const random = seededRandom(71);
  const ago = (days: number): IsoTime => new Date(now.getTime() - days * dayInMs).toISOString();
  return {
    since: ago(recordedDays),
    observes: inHost,
    uses: users
      .filter(({ state, lastLoginAt }) => state !== "deactivated" && lastLoginAt !== null)
      .flatMap((user) => {
        const { grants, row } = standingRightsOf(rights, user);
        const unneeded = new Set(row.roleIds.flatMap((id) => idle[id] ?? []));
        return Object.keys(grants).flatMap((action): ReportedUse[] => {
          const days = random() * recentDays;
          if (!unneeded.has(action)) return [{ userId: user.id, action, at: ago(days) }];
          return longAgo.has(action) ? [{ userId: user.id, action, at: ago(100 + days) }] : [];
        });
      }),
  };
}
