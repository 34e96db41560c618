import type { Messages } from "../../../../kit/index.ts";
import type { RulesSource } from "./index.ts";

/** Polish. */
export const pl: Messages<RulesSource> = {
  title: "Reguły",
  intro: "Czego muszą się trzymać uprawnienia. Zmiana, która łamie regułę, nie zostanie zapisana.",
  add: "Dodaj regułę",
  saveRule: "Zapisz regułę",
  edit: "Edytuj regułę",
  remove: "Usuń regułę",
  removed: "Usunięto regułę",
  empty: "Nie ma jeszcze reguł",
  emptyText:
    "Napisz, co nigdy nie może się zdarzyć, na przykład eksport kontaktów przez handlowca. Sprawdzimy każdą zmianę.",
  emptyReadOnly: "Reguły może dodać osoba, która zarządza rolami.",

  rule_role: "Każda osoba z rolą „{name}” {what}",
  rule_position: "Każda osoba na stanowisku „{name}” {what}",
  rule_department: "Każda osoba w „{name}” i niżej {what}",
  rule_group: "Każda osoba w grupie „{name}” {what}",
  rule_user: "{name} {what}",
  gone: "ktoś, kogo nie widzisz",
  must_not: "nie może mieć uprawnienia „{action}”",
  must: "musi mieć uprawnienie „{action}”",
  at_most: "może mieć uprawnienie „{action}” najwyżej w zakresie: {scope}",
  at_least: "musi mieć uprawnienie „{action}” co najmniej w zakresie: {scope}",

  holds: "Spełniona",
  breaks: {
    one: "{count} osoba ją łamie",
    few: "{count} osoby ją łamią",
    many: "{count} osób ją łamie",
    other: "{count} osoby ją łamie",
  },
  wouldBreak: {
    one: "złamałaby ją {count} osoba",
    few: "złamałyby ją {count} osoby",
    many: "złamałoby ją {count} osób",
    other: "złamałoby ją {count} osoby",
  },
  byRole: "Pozwala na to sama rola",
  person: "{name}: {scope}",
  through: "{name}: {scope} przez „{role}”",
  more: { one: "i jeszcze {count}", few: "i jeszcze {count}", many: "i jeszcze {count}", other: "i jeszcze {count}" },

  who: "Kto",
  whoHint: "Rola, stanowisko, osoba…",
  bound: "Reguła",
  right: "Uprawnienie",
  rightHint: "Szukaj uprawnień",
  note: "Dlaczego (opcjonalnie)",
  choice_must_not: "nie może mieć",
  choice_must: "musi mieć",
  choice_at_most: "najwyżej: {scope}",
  choice_at_least: "co najmniej: {scope}",
  group_role: "Role",
  group_position: "Stanowiska",
  group_department: "Działy",
  group_group: "Grupy",
  group_user: "Osoby",
  missing: "Wybierz, kogo i którego uprawnienia dotyczy reguła.",
  duplicate: "Taka reguła już istnieje.",
};
