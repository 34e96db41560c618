import type { Messages } from "../../../../kit/index.ts";
import type { CheckUpSource } from "./index.ts";

/** Brazilian Portuguese. */
export const ptBR: Messages<CheckUpSource> = {
  title: "Revisão",
  intro:
    "O que se acumulou com o tempo. Nada aqui está errado, mas com menos funções tudo fica mais fácil de entender.",
  toTidy: {
    one: "{count} item para organizar",
    many: "{count} de itens para organizar",
    other: "{count} itens para organizar",
  },
  tidy: "Tudo em ordem",
  tidyText: "Nenhuma função está sobrando, e as funções das pessoas combinam com seus lugares na empresa.",
  tidyRoles: "Nenhuma função está sobrando.",
  reachPart: "Considera as pessoas que você pode ver: {count}.",
  reachRoles: "Considera só as funções: aqui não se sabe quem as tem.",
  showMore: { one: "Mostrar mais {count}", many: "Mostrar mais {count}", other: "Mostrar mais {count}" },

  same: "Funções com as mesmas permissões",
  sameText: "Uma delas basta. Atribua-a a todos que têm a outra e depois exclua a que sobrar.",
  empty: "Funções sem permissões",
  emptyText: "Quem tem uma delas não ganha nada com isso.",
  ended: "Atribuídas apenas até datas que já passaram",
  endedText: "Ninguém mais tem estas funções. Atribua-as novamente ou exclua-as.",
  endedLine: "A última atribuição terminou em {date}",
  unheld: "Funções que ninguém tem",
  unheldText: "Exclua as que ninguém vai precisar.",
  unheldNotGiven: "Não atribuída a ninguém",
  unheldPlaces: "Atribuída a: {list}, onde não há ninguém",
  unheldGone: "Atribuída a alguém que não existe mais",
  withPosition: {
    one: "O cargo {list} dá esta função a quem chega",
    many: "Os cargos {list} dão esta função a quem chega",
    other: "Os cargos {list} dão esta função a quem chega",
  },

  extra: "Funções diretas além do cargo",
  extraText: "Atribuídas à pessoa sem prazo, embora nem o cargo, nem um departamento ou grupo as dê.",
  doubled: "Funções recebidas duas vezes",
  doubledText:
    "Atribuídas diretamente, embora também cheguem por outro caminho. As diretas podem sair, e ninguém perde permissões.",
  doubledLine: "{role}: também via {list}",
  missing: "Sem a função do próprio cargo",
  missingText: "O cargo tem uma função própria, e estas pessoas não a têm.",

  contained: "Contidas em outra função",
  containedText:
    "Muitas vezes é assim mesmo: quem chefia pode tudo o que a equipe pode. Mas ninguém precisa das duas ao mesmo tempo.",
  containedLine: "Tudo o que ela permite está em {list}",
  containedBoth: {
    one: "{count} pessoa tem as duas",
    many: "{count} de pessoas têm as duas",
    other: "{count} pessoas têm as duas",
  },
  goodToKnow: "Bom saber",

  subject_department: "departamento “{name}”",
  subject_position: "cargo “{name}”",
  subject_group: "grupo “{name}”",
};
