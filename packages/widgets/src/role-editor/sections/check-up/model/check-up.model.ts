import { may, supports } from "@crewdock/contract";
import { computed, createModel, type ReadonlySignal, signal, type Signal } from "@preact/signals";
import { type AllPeople, createAllPeople } from "../../common/all-people.ts";
import type { SectionSource } from "../../section.tsx";
import { type Findings, findingsOf } from "./findings.ts";

/** The check-up without its looks. */
export interface CheckUp {
  /** In sight: people who changed elsewhere are loaded anew. */
  readonly shown: Signal<boolean>;
  readonly people: AllPeople;
  /** Null until everything it takes is there. */
  readonly findings: ReadonlySignal<Findings | null>;
  /** What is looked at: roles and everybody who has them, a part of the people, or roles alone. */
  readonly reach: ReadonlySignal<"everybody" | "part" | "roles">;
}

function createCheckUp(source: SectionSource): CheckUp {
  const knowsPeople = (): boolean => {
    const { session } = source;
    const needed = ["users.list", "assignments.list", "org.read"];
    return may(session, "user.view") && needed.every((method) => supports(session.capabilities, method));
  };
  const shown = signal(true);
  const people = createAllPeople(source, knowsPeople, shown);
  const findings = computed(() => {
    const content = source.content.value;
    const waiting = knowsPeople() && !people.loaded.value;
    return content === null || waiting ? null : findingsOf(content, source.session, people.users.value, source.now());
  });
  return {
    shown,
    people,
    findings,
    reach: computed(() => {
      if (!knowsPeople()) return "roles";
      return people.tooMany.value || source.session.grants["user.view"] !== "any" ? "part" : "everybody";
    }),
  };
}

/** Made with the section; ends its loading when disposed. */
export const CheckUpModel: ReturnType<typeof createModel<CheckUp, [SectionSource]>> =
  /* @__PURE__ */ createModel(createCheckUp);
