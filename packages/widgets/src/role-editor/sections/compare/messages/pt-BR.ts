import type { Messages } from "../../../../kit/index.ts";
import type { CompareSource } from "./index.ts";

/** Brazilian Portuguese. */
export const ptBR: Messages<CompareSource> = {
  kind: "O que comparar",
  kind_roles: "Duas funções",
  kind_people: "Duas pessoas",
  kind_days: "Dois dias",

  leftRole: "Primeira função",
  rightRole: "Segunda função",
  leftPerson: "Primeira pessoa",
  rightPerson: "Segunda pessoa",
  person: "Pessoa",
  personPlaceholder: "Nome, e-mail ou login",
  leftDay: "Primeiro dia",
  rightDay: "Segundo dia",
  today: "Hoje",
  dayPast: "Não guardamos quem podia o quê no passado. Isto é hoje.",
  swap: "Trocar os lados",

  pickPeople: "Quem comparar?",
  pickPeopleText: "Escolha duas pessoas para ver em que as permissões delas diferem.",
  pickPerson: "Permissões de quem?",
  pickPersonText: "Escolha uma pessoa para ver o que ela pode em um dia e em outro.",
  oneRole: "Há apenas uma função",
  oneRoleText: "São necessárias duas funções para comparar.",

  differ: {
    one: "{count} permissão de {total} é diferente.",
    many: "{count} de permissões de {total} são diferentes.",
    other: "{count} permissões de {total} são diferentes.",
  },
  differNone: "Nenhuma permissão é diferente: todas as {total} são iguais.",
  farther: {
    one: "{name}: {count} vai mais longe.",
    many: "{name}: {count} vão mais longe.",
    other: "{name}: {count} vão mais longe.",
  },
  showAll: "Mostrar também o que é igual",
  inactive: "{name}: conta inativa. Aqui conta o que a pessoa poderá fazer quando estiver ativa.",
  right: "Permissão",
  differs: "diferente",
};
