import type { Messages } from "../../../../kit/index.ts";
import type { UnusedSource } from "./index.ts";

/** Polish. */
export const pl: Messages<UnusedSource> = {
  title: "Uprawnienia, z których nikt nie korzysta",
  text: {
    one: "Nikt, kto ma tę rolę, nie korzystał z nich od {count} dnia. Odbierz je, ale zostaw te na rzadkie przypadki.",
    few: "Nikt, kto ma tę rolę, nie korzystał z nich od {count} dni. Odbierz je, ale zostaw te na rzadkie przypadki.",
    many: "Nikt, kto ma tę rolę, nie korzystał z nich od {count} dni. Odbierz je, ale zostaw te na rzadkie przypadki.",
    other:
      "Nikt, kto ma tę rolę, nie korzystał z nich od {count} dnia. Odbierz je, ale zostaw te na rzadkie przypadki.",
  },
  allUsed: {
    one: "W ciągu ostatniego {count} dnia ktoś korzystał z każdego uprawnienia, o którym to wiadomo.",
    few: "W ciągu ostatnich {count} dni ktoś korzystał z każdego uprawnienia, o którym to wiadomo.",
    many: "W ciągu ostatnich {count} dni ktoś korzystał z każdego uprawnienia, o którym to wiadomo.",
    other: "W ciągu ostatniego {count} dnia ktoś korzystał z każdego uprawnienia, o którym to wiadomo.",
  },
  early: "Korzystanie z uprawnień jest zapisywane od {since}. Z czego nikt nie korzysta, będzie wiadomo od {from}.",
  since: "Zapisywane od {since}.",
  more: { one: "i jeszcze {count}", few: "i jeszcze {count}", many: "i jeszcze {count}", other: "i jeszcze {count}" },
};
