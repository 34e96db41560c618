import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import {
  eventually,
  heard,
  keepPictures,
  liveMicrophones,
  openPage,
  type OpenPage,
  soundedKeys,
  violations,
} from "./browser.ts";
import { callAdministrator, chooseSipAccount, hears, registered, sheetOf, stepsOf } from "./journey-parts.ts";
import type { JourneySetting } from "./journey-setting.ts";

/** Microphone tones by which each side is known at the other. */
const TONES = { administrator: 440, newcomer: 1000 } as const;

const NEWCOMER = {
  last: "Журавлёва",
  first: "Мария",
  patronymic: "Сергеевна",
  email: "m.zhuravleva@crewdock.test",
  login: "m.zhuravleva",
  password: "copper-lantern-42-field",
};

/** The main job: an administrator makes an employee, the employee calls, the administrator takes the right away. */
export async function mainJourney(t: TestContext, setting: JourneySetting): Promise<void> {
  const { demo, browser } = setting;
  const admin = await openPage(browser, demo.url, TONES.administrator);
  const user = await openPage(browser, demo.url, TONES.newcomer);
  t.after(() => Promise.all([admin.context.close(), user.context.close()]));
  const step = stepsOf(t, () => keepPictures({ administrator: admin.page, newcomer: user.page }));

  await step("the administrator signs in and the phone registers", async () => {
    await admin.page.getByRole("button", { name: /^Administrator/ }).click();
    await registered(admin.page);
  });

  await step("choosing the position fills department and role and says so", async () => {
    await admin.page.getByRole("link", { name: "Team" }).click();
    await admin.page.getByRole("button", { name: "Create user" }).first().click();
    const page = sheetOf(admin.page);
    await page.getByRole("textbox", { name: "Last name" }).fill(NEWCOMER.last);
    await page.getByRole("textbox", { name: "First name" }).fill(NEWCOMER.first);
    await page.getByRole("textbox", { name: "Patronymic" }).fill(NEWCOMER.patronymic);
    await page.getByRole("textbox", { name: "E-mail" }).fill(NEWCOMER.email);
    const password = page.getByRole("radio", { name: /Set a password/ });
    if (await password.isVisible()) await password.check();
    await page.getByRole("textbox", { name: "Login", exact: false }).first().fill(NEWCOMER.login);
    await page
      .getByLabel("Password", { exact: false })
      .and(page.locator("input[type=password]"))
      .first()
      .fill(NEWCOMER.password);
    await page.getByLabel("Repeat the password").fill(NEWCOMER.password);
    await page.getByRole("combobox", { name: "Position" }).fill("Sales manager");
    await page
      .getByRole("option", { name: /^Sales manager/ })
      .first()
      .click();
    assert.equal(await page.getByText("from position", { exact: true }).count(), 2);
    await page
      .getByText(/Department and role filled in from “Sales manager”/)
      .first()
      .waitFor({ state: "attached" });
  });

  await step("the SIP account really registers", async () => {
    const page = sheetOf(admin.page);
    await page.getByText("Connect SIP account").click();
    await chooseSipAccount(page, setting.sip);
    await page.getByRole("button", { name: "Check account" }).click();
    await page.getByText("SIP account registered").waitFor();
  });

  await step("the mailbox is recognised, a wrong password is called that, the right one connects", async () => {
    const { page } = admin;
    const { email, password, provider, sentFolder } = setting.mailbox;
    await sheetOf(page).getByRole("button", { name: "Add mail account" }).click();
    const wizard = page.getByRole("dialog", { name: "Mail account" });
    await wizard.getByRole("textbox", { name: "E-mail address" }).fill(email);
    await wizard.getByText(provider).waitFor();
    await wizard.getByRole("button", { name: "Continue" }).click();
    await wizard
      .getByLabel(/password/i)
      .and(wizard.locator("input[type=password]"))
      .fill("not-this-one");
    await wizard.getByRole("button", { name: "Check account" }).click();
    await wizard.getByText("Wrong password").waitFor({ timeout: 30_000 });
    await wizard.getByRole("button", { name: "Enter another password" }).click();
    await wizard
      .getByLabel(/password/i)
      .and(wizard.locator("input[type=password]"))
      .fill(password);
    await wizard.getByRole("button", { name: "Check account" }).click();
    await wizard.getByText("Mail account connected").waitFor({ timeout: 30_000 });
    const folder = wizard.getByRole("combobox", { name: "Folder of sent mail" });
    assert.equal(await folder.locator("option:checked").textContent(), sentFolder);
    assert.ok((await folder.locator("option").count()) >= 5, "the folders come from the server");
    await wizard.getByRole("button", { name: "Add to the user" }).click();
    await wizard.waitFor({ state: "hidden" });
  });

  await step("saving makes the user with everything at once", async () => {
    const { page } = admin;
    await sheetOf(page).getByRole("button", { name: "Create user" }).click();
    await page.getByText(`${NEWCOMER.last} ${NEWCOMER.first} ${NEWCOMER.patronymic} created`).first().waitFor();
    await sheetOf(page).waitFor({ state: "hidden" });
    await page.getByText(`${NEWCOMER.last} ${NEWCOMER.first}`).first().waitFor();
  });

  await step("the new user signs in elsewhere and the phone is registered with no further log-in", async () => {
    const { page } = user;
    await page.getByLabel("Login or e-mail").fill(NEWCOMER.login);
    await page.getByLabel("Password").fill(NEWCOMER.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await registered(page);
  });

  await step("a click on a colleague calls; the other page shows who it is; each side hears the other", async () => {
    await callAdministrator(user.page, admin.page);
    await admin.page.getByRole("complementary", { name: "Caller" }).getByText(NEWCOMER.first).waitFor();
    await admin.page.getByRole("button", { name: /^Answer/ }).click();
    await hears(admin.page, TONES.newcomer);
    await hears(user.page, TONES.administrator);
  });

  await step("hold silences the other side until it is taken back", async () => {
    await user.page.getByRole("button", { name: /^Hold/ }).click();
    await eventually(
      "silence at the administrator",
      () => heard(admin.page),
      ({ level }) => level < -70,
    );
    await user.page.getByRole("button", { name: /^(?:Resume|Take back|Hold)/ }).click();
    await hears(admin.page, TONES.newcomer);
    await hears(user.page, TONES.administrator);
  });

  await step("keys are sent as DTMF during the call", async () => {
    const { page } = user;
    await page.getByRole("button", { name: /^Keypad/ }).click();
    for (const key of ["1", "5", "#"])
      await page
        .locator("crew-softphone")
        .getByRole("button", { name: new RegExp(`^${key}`) })
        .first()
        .click();
    await eventually(
      "the keys that sounded",
      () => soundedKeys(page),
      (keys) => keys === "15#",
    );
  });

  await step("hanging up frees both microphones and the call stands in the call list", async () => {
    await user.page.getByRole("button", { name: /^(?:Hang up|End)/ }).click();
    for (const { page } of [admin, user])
      await eventually(
        "live microphones",
        () => liveMicrophones(page),
        (count) => count === 0,
      );
    const card = admin.page.getByRole("complementary", { name: "Caller" });
    const ended = await card.getByRole("heading", { name: /^Call ended · \d+:\d\d$/ }).textContent();
    await user.page.getByRole("link", { name: "Calls" }).click();
    await user.page
      .getByRole("row", { name: /Answered/ })
      .first()
      .waitFor();
    await admin.page.getByRole("link", { name: "Calls" }).click();
    await admin.page
      .getByRole("row", { name: new RegExp(`${NEWCOMER.first}.* ${ended?.split(" ").at(-1)} Answered`) })
      .first()
      .waitFor();
  });

  await step("taking 'place calls' from the role takes the keypad away within a second", async () => {
    const { page } = admin;
    await page.getByRole("link", { name: "Roles" }).click();
    await page
      .getByRole("button", { name: /^Manager/ })
      .first()
      .click();
    const cell = page
      .getByRole("gridcell", { name: /Place calls/ })
      .or(page.getByRole("button", { name: /Place calls/ }));
    await cell.first().focus();
    await page.keyboard.press("0");
    const dial = user.page.locator("crew-softphone").getByRole("textbox", { name: /number/i });
    await dial.waitFor();
    await page.getByRole("button", { name: "Save" }).first().click();
    await page.getByText("“Manager” saved").first().waitFor();
    const saved = performance.now();
    await dial.waitFor({ state: "detached", timeout: 1000 });
    t.diagnostic(`keypad gone ${Math.round(performance.now() - saved)} ms after the save was shown`);
    const refused = await user.page.evaluate(async () => {
      const { token } = (await (
        await fetch("/host/token", { method: "POST", body: "{}", headers: { "content-type": "application/json" } })
      ).json()) as { token: string };
      const ask = async (use: string): Promise<number> =>
        (
          await fetch("/crewdock/v1/phone/credentials", {
            method: "POST",
            body: JSON.stringify({ use }),
            headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          })
        ).status;
      return { call: await ask("call"), receive: await ask("receive") };
    });
    assert.deepEqual(refused, { call: 403, receive: 200 });
  });

  await step("nothing broke the page's policy or its console on the way", async () => {
    for (const { page, problems } of [admin, user] satisfies OpenPage[]) {
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(
        problems.filter((problem) => !/status of (?:401|403|422)/.test(problem)),
        [],
      );
    }
  });
}
