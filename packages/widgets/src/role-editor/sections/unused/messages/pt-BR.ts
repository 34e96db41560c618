import type { Messages } from "../../../../kit/index.ts";
import type { UnusedSource } from "./index.ts";

/** Brazilian Portuguese. */
export const ptBR: Messages<UnusedSource> = {
  title: "Permissões que ninguém usa",
  text: {
    one: "Ninguém que tem a função as usou há {count} dia. Retire-as, mas deixe o que serve para casos raros.",
    many: "Ninguém que tem a função as usou nos últimos {count} de dias. Retire-as, mas deixe o que serve para casos raros.",
    other:
      "Ninguém que tem a função as usou nos últimos {count} dias. Retire-as, mas deixe o que serve para casos raros.",
  },
  allUsed: {
    one: "No último dia ({count}), alguém usou cada uma das permissões de que isso se sabe.",
    many: "Nos últimos {count} de dias, alguém usou cada uma das permissões de que isso se sabe.",
    other: "Nos últimos {count} dias, alguém usou cada uma das permissões de que isso se sabe.",
  },
  early: "O uso das permissões é registrado desde {since}. O que ninguém usa se saberá a partir de {from}.",
  since: "Registrado desde {since}.",
  more: { one: "e mais {count}", many: "e mais {count}", other: "e mais {count}" },
};
