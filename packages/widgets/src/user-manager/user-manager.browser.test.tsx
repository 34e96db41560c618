import { createMemoryAdapter } from "@crewdock/adapters/memory";
import {
  byRole,
  cleanUp,
  expectAccessible,
  expectCatalogue,
  itIsAnElement,
  settled,
  until,
} from "../kit/testing/index.ts";
import { CrewUserManager } from "./user-manager.element.ts";
import { en } from "./messages/en.ts";
import { sheetTexts } from "./messages/sheet.en.ts";
import { ru } from "./messages/ru.ts";
import { open, saveButton, sheetOf } from "./testing/user-manager-page.ts";

describe("user manager", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

  itIsAnElement("crew-user-manager", {
    element: CrewUserManager,
    setup: (element) => {
      element.adapter = createMemoryAdapter();
    },
  });

  it("says everything in Russian that it says in English", () => expectCatalogue({ ...en, ...sheetTexts }, ru));

  for (const theme of ["light", "dark"] as const) {
    it(`has no accessibility findings in the ${theme} form, in Russian`, async () => {
      const { element } = await open(createMemoryAdapter(), "ru");
      element.theme = theme;
      byRole(element, "button", "Добавить сотрудника").click();
      await until(() => sheetOf(element), "the form");
      await settled(element);
      byRole(element, "switch", "Подключить SIP-запись").click();
      saveButton(element).click();
      await settled(element);
      await expectAccessible(element);
    });
  }
});
