import { expect } from "chai";
import { kitCatalogue } from "./kit/messages/index.ts";
import { translate } from "./kit/i18n/translate.ts";
import { catalogue as mailWizard } from "./mail-wizard/messages/index.ts";
import { catalogue as roleEditor } from "./role-editor/messages/index.ts";
import { catalogue as checkUp } from "./role-editor/sections/check-up/messages/index.ts";
import { catalogue as compare } from "./role-editor/sections/compare/messages/index.ts";
import { catalogue as exchange } from "./role-editor/sections/exchange/messages/index.ts";
import { catalogue as sections } from "./role-editor/sections/messages/index.ts";
import { catalogue as people } from "./role-editor/sections/people/messages/index.ts";
import { catalogue as rules } from "./role-editor/sections/rules/messages/index.ts";
import { catalogue as softphone } from "./softphone/messages/index.ts";
import { catalogue as userManager } from "./user-manager/messages/index.ts";

const catalogues = {
  kit: kitCatalogue,
  mailWizard,
  roleEditor,
  checkUp,
  compare,
  exchange,
  sections,
  people,
  rules,
  softphone,
  userManager,
};

describe("languages", () => {
  const spoken = { ru: "ru", "ru-BY": "ru", pl: "pl", "pl-PL": "pl", "pt-BR": "pt-BR", pt: "pt-BR", "pt-PT": "pt-BR" };

  for (const [name, catalogue] of Object.entries(catalogues)) {
    it(`${name} has its own texts for each of them, also where only the region differs`, async () => {
      const english = Object.values(catalogue.table("en")?.messages ?? {})[0];
      for (const [asked, found] of Object.entries(spoken)) {
        await catalogue.ready(asked);
        const table = catalogue.table(asked);
        expect(table?.language, asked).to.equal(found);
        expect(Object.values(table?.messages ?? {})[0], asked).to.not.equal(english);
      }
    });
  }

  it("say numbers of things as people do", async () => {
    await Promise.all([roleEditor.ready("pl"), roleEditor.ready("pt-BR")]);
    const people = (language: string, count: number): string => translate(roleEditor, language).t("people", { count });
    expect([1, 2, 5, 12, 22, 25].map((count) => people("pl-PL", count))).to.deep.equal([
      "1 osoba",
      "2 osoby",
      "5 osób",
      "12 osób",
      "22 osoby",
      "25 osób",
    ]);
    expect([1, 2, 1_000_000].map((count) => people("pt-BR", count))).to.deep.equal([
      "1 pessoa",
      "2 pessoas",
      "1.000.000 de pessoas",
    ]);
    expect(people("pt-PT", 0)).to.equal("0 pessoas");
  });
});
