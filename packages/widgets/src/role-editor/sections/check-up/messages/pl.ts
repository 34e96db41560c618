import type { Messages } from "../../../../kit/index.ts";
import type { CheckUpSource } from "./index.ts";

/** Polish. */
export const pl: Messages<CheckUpSource> = {
  title: "Przegląd",
  intro: "To, co nazbierało się z czasem. Nic tu nie jest błędem, ale im mniej ról, tym łatwiej się w nich odnaleźć.",
  toTidy: {
    one: "{count} rzecz do uporządkowania",
    few: "{count} rzeczy do uporządkowania",
    many: "{count} rzeczy do uporządkowania",
    other: "{count} rzeczy do uporządkowania",
  },
  tidy: "Wszystko w porządku",
  tidyText: "Żadna rola nie jest zbędna, a role osób pasują do ich miejsc w firmie.",
  tidyRoles: "Żadna rola nie jest zbędna.",
  reachPart: "Uwzględnia osoby, które możesz widzieć: {count}.",
  reachRoles: "Uwzględnia tylko role: kto je ma, nie jest tu wiadome.",
  showMore: {
    one: "Pokaż jeszcze {count}",
    few: "Pokaż jeszcze {count}",
    many: "Pokaż jeszcze {count}",
    other: "Pokaż jeszcze {count}",
  },

  same: "Role o tych samych uprawnieniach",
  sameText: "Wystarczy jedna z nich. Przypisz ją wszystkim, którzy mają drugą, a potem tę drugą usuń.",
  empty: "Role bez uprawnień",
  emptyText: "Taka rola nikomu nic nie daje.",
  ended: "Przypisane tylko do dat, które już minęły",
  endedText: "Nikt już nie ma tych ról. Przypisz je ponownie albo usuń.",
  endedLine: "Ostatnie przypisanie skończyło się {date}",
  unheld: "Role, których nikt nie ma",
  unheldText: "Usuń te, które nikomu nie będą potrzebne.",
  unheldNotGiven: "Nikomu nieprzypisana",
  unheldPlaces: "Przypisana: {list}, ale nikogo tam nie ma",
  unheldGone: "Przypisana komuś, kogo już nie ma",
  withPosition: {
    one: "Nowym osobom daje ją stanowisko {list}",
    few: "Nowym osobom dają ją stanowiska {list}",
    many: "Nowym osobom dają ją stanowiska {list}",
    other: "Nowym osobom dają ją stanowiska {list}",
  },

  extra: "Osobiste role poza stanowiskiem",
  extraText: "Przypisane osobie bezterminowo, choć nie daje ich ani jej stanowisko, ani dział, ani grupa.",
  doubled: "Role otrzymane podwójnie",
  doubledText:
    "Przypisane osobiście, choć przychodzą także inną drogą. Osobiste przypisania można usunąć, nikt nie straci uprawnień.",
  doubledLine: "{role}: także przez {list}",
  missing: "Bez roli swojego stanowiska",
  missingText: "Ich stanowisko ma własną rolę, a te osoby jej nie mają.",

  contained: "Zawarte w innej roli",
  containedText: "Często tak ma być: kierownik może wszystko, co może zespół. Jednak nikt nie potrzebuje obu naraz.",
  containedLine: "W całości zawiera ją: {list}",
  containedBoth: {
    one: "{count} osoba ma obie",
    few: "{count} osoby mają obie",
    many: "{count} osób ma obie",
    other: "{count} osoby ma obie",
  },
  goodToKnow: "Warto wiedzieć",

  subject_department: "dział „{name}”",
  subject_position: "stanowisko „{name}”",
  subject_group: "grupa „{name}”",
};
