import type { Messages } from "../../../../kit/index.ts";
import type { CompareSource } from "./index.ts";

/** Polish. */
export const pl: Messages<CompareSource> = {
  kind: "Co porównać",
  kind_roles: "Dwie role",
  kind_people: "Dwie osoby",
  kind_days: "Dwa dni",

  leftRole: "Pierwsza rola",
  rightRole: "Druga rola",
  leftPerson: "Pierwsza osoba",
  rightPerson: "Druga osoba",
  person: "Osoba",
  personPlaceholder: "Imię i nazwisko, e-mail lub login",
  leftDay: "Pierwszy dzień",
  rightDay: "Drugi dzień",
  today: "Dziś",
  dayPast: "Nie przechowujemy tego, kto co mógł w przeszłości. Pokazany jest dzisiejszy dzień.",
  swap: "Zamień strony",

  pickPeople: "Kogo porównać?",
  pickPeopleText: "Wybierz dwie osoby, aby zobaczyć, czym różnią się ich uprawnienia.",
  pickPerson: "Czyje uprawnienia?",
  pickPersonText: "Wybierz osobę, aby zobaczyć, co może jednego, a co drugiego dnia.",
  oneRole: "Jest tylko jedna rola",
  oneRoleText: "Do porównania potrzebne są dwie role.",

  differ: {
    one: "Różni się {count} uprawnienie z {total}.",
    few: "Różnią się {count} uprawnienia z {total}.",
    many: "Różni się {count} uprawnień z {total}.",
    other: "Różni się {count} uprawnienia z {total}.",
  },
  differNone: "Żadne uprawnienie się nie różni: wszystkie ({total}) są takie same.",
  farther: {
    one: "{name}: {count} sięga dalej.",
    few: "{name}: {count} sięgają dalej.",
    many: "{name}: {count} sięga dalej.",
    other: "{name}: {count} sięga dalej.",
  },
  showAll: "Pokaż też to, co takie samo",
  inactive: "{name}: konto nieaktywne. Liczy się tu to, co będzie wolno po włączeniu.",
  right: "Uprawnienie",
  differs: "różni się",
};
