import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { expect } from "chai";
import { allByRole, cleanUp, settled, until } from "../../kit/testing/index.ts";
import { open } from "../testing/role-editor-page.ts";

const width = 360;

describe("<crew-role-editor>: on a phone", () => {
  afterEach(cleanUp);

  for (const language of ["en", "ru", "pl", "pt-BR"])
    it(`fits the switch and every section into ${width} px in ${language}`, async () => {
      const { element } = await open("Manager", createMemoryAdapter(), language);
      element.style.inlineSize = `${width}px`;
      await until(() => allByRole(element, "radio").length > 1, "the switch");
      const count = allByRole(element, "radio").length;
      const root = element.shadowRoot!;
      for (let at = 0; at < count; at++) {
        const section = allByRole(element, "radio")[at] as HTMLInputElement;
        section.click();
        await until(() => at === 0 || root.querySelector(".section-panel:not([hidden]) *") !== null, "the section");
        await settled(element);
        for (const box of root.querySelectorAll(".crew, .sections, .tab-list, .section-panel:not([hidden])"))
          expect(box.scrollWidth, `${language} ${String(at)} ${box.className}`).to.be.at.most(box.clientWidth);
      }
    });
});
