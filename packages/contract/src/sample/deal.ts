import type { Id, IsoTime } from "../primitives.ts";

export type DealStage = "new" | "qualified" | "proposal" | "negotiation" | "won" | "lost";

/** A sale in the making. Deals belong to the demo's host page; no port of the contract carries them. */
export interface Deal {
  readonly id: Id;
  readonly title: string;
  readonly stage: DealStage;
  /** Decimal number with a point and two digits, such as `12500.00`. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly ownerId: Id;
  readonly contactId: Id;
  readonly createdAt: IsoTime;
  /** Expected or, once won or lost, actual day of closing: `YYYY-MM-DD`. */
  readonly closesOn: string;
}
