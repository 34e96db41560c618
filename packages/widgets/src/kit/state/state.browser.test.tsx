import { computed, signal } from "@preact/signals";
import { expect } from "chai";
import { defineMessages } from "../i18n/catalogue.ts";
import { en } from "../messages/en.ts";
import { errorText } from "../messages/error-text.ts";
import { errors } from "../messages/errors.en.ts";
import { kitCatalogue, type KitSource } from "../messages/index.ts";
import { passwordTexts } from "../messages/password.en.ts";
import { ru } from "../messages/ru.ts";
import { stageTexts } from "../messages/stages.en.ts";
import { translate } from "../i18n/translate.ts";
import { createFormat } from "../i18n/format.ts";
import { duration, relative } from "../i18n/spans.ts";
import { expectCatalogue } from "../testing/index.ts";
import { createForm } from "./form.ts";
import { restoreForm, snapshotOf } from "./form-record.ts";
import { resource } from "./resource.ts";

const makeForm = () =>
  createForm({
    fields: {
      email: { initial: "", validate: (value: string) => (value.includes("@") ? undefined : "wrong") },
      password: { initial: "", secret: true },
      groups: { initial: [] as readonly string[], pointer: "/groupIds" },
    },
  });

describe("createForm", () => {
  it("keeps quiet while somebody types for the first time and speaks after the field was left", () => {
    const { email } = makeForm().fields;
    email.set("a");
    expect(email.error.value).to.equal(undefined);
    email.leave();
    expect(email.error.value).to.equal("wrong");
    email.set("a@b");
    expect(email.error.value).to.equal(undefined);
  });

  it("keeps quiet about an empty field that was only passed, until the form is saved", () => {
    const form = makeForm();
    form.fields.email.leave();
    expect(form.fields.email.error.value).to.equal(undefined);
    expect(form.validate()).to.equal(false);
    expect(form.fields.email.error.value).to.equal("wrong");
  });

  it("speaks of a field that was emptied", () => {
    const { email } = makeForm().fields;
    email.set("a@b");
    email.set("");
    email.leave();
    expect(email.error.value).to.equal("wrong");
  });

  it("shows a server error at its field until that field is changed, and the rest in general", () => {
    const form = makeForm();
    form.setErrors([
      { pointer: "/groupIds/0", message: "gone" },
      { pointer: "/elsewhere", message: "other" },
    ]);
    expect(form.fields.groups.error.value).to.equal("gone");
    expect(form.general.value).to.deep.equal(["other"]);
    form.fields.groups.set(["1"]);
    expect(form.fields.groups.error.value).to.equal(undefined);
  });

  it("leaves secrets out of the snapshot and ignores them in a restored one", () => {
    const form = makeForm();
    form.fields.email.set("a@b");
    form.fields.password.set("hunter2");
    const draft = snapshotOf(form);
    expect(draft).to.deep.equal({ email: "a@b" });
    const other = makeForm();
    restoreForm(other, { ...draft, password: "planted" });
    expect(other.values.value).to.deep.equal({ email: "a@b", password: "", groups: [] });
  });

  it("counts a value that was typed back as unchanged", () => {
    const form = makeForm();
    form.fields.groups.set(["1"]);
    expect(form.changes.value).to.deep.equal(["groups"]);
    form.fields.groups.set([]);
    expect(form.dirty.value).to.equal(false);
  });
});

describe("resource", () => {
  it("cancels the older run, keeps old data while reloading, and stops when disposed", async () => {
    const source = signal<string | null>(null);
    const runs: { readonly from: string; readonly signal: AbortSignal; readonly answer: (text: string) => void }[] = [];
    const users = resource(
      (abort, from: string) => new Promise<string>((answer) => runs.push({ from, signal: abort, answer })),
      () => source.value,
    );
    expect(users.state.value).to.equal("idle");
    source.value = "a";
    source.value = "b";
    expect(runs.map((run) => run.signal.aborted)).to.deep.equal([true, false]);
    runs[0]!.answer("old");
    runs[1]!.answer("new");
    await Promise.resolve();
    await Promise.resolve();
    expect(users.data.value).to.equal("new");
    const again = users.reload();
    expect([users.state.value, users.data.value]).to.deep.equal(["loading", "new"]);
    runs[2]!.answer("newer");
    await again;
    expect(users.data.value).to.equal("newer");
    void users.reload();
    users[Symbol.dispose]();
    expect(runs[3]!.signal.aborted).to.equal(true);
    source.value = "c";
    expect(runs.length).to.equal(4);
  });

  it("keeps the data when a reload fails and tells the error", async () => {
    let fails = false;
    const users = resource(() => (fails ? Promise.reject(new Error("no")) : Promise.resolve(1)));
    await users.reload();
    fails = true;
    await users.reload();
    expect(users.state.value).to.equal("error");
    expect(users.data.value).to.equal(1);
    users[Symbol.dispose]();
  });
});

describe("messages", () => {
  it("have the same parameters in every language", () => {
    expectCatalogue({ ...en, ...errors, ...passwordTexts, ...stageTexts }, ru);
  });

  it("choose Russian plurals by the count", async () => {
    await kitCatalogue.ready("ru");
    const { t } = translate(kitCatalogue, "ru-RU");
    const said = [1, 2, 5, 11, 21].map((count) => t("unsavedCount", { count }));
    expect(said).to.deep.equal([
      "1 несохранённое изменение",
      "2 несохранённых изменения",
      "5 несохранённых изменений",
      "11 несохранённых изменений",
      "21 несохранённое изменение",
    ]);
  });

  it("read as an internal error until the words for it are added, and then tell who has read them", () => {
    const catalogue = defineMessages<KitSource>({ en: en as KitSource, load: {} });
    const title = computed(() => errorText({ code: "conflict" }, translate(catalogue, "en")).title);
    expect(title.value).to.equal("Something went wrong");
    catalogue.add(errors);
    expect(title.value).to.equal("Somebody else changed this meanwhile");
  });

  it("are English, with English dates, where a language is not there", () => {
    const { t, format, dir } = translate(kitCatalogue, "de");
    expect(t("save")).to.equal("Save");
    expect(format.language).to.equal("en");
    expect(dir).to.equal("ltr");
  });

  it("write durations and relative times", () => {
    const format = createFormat("en");
    expect([59, 61, 3725].map((seconds) => duration(seconds))).to.deep.equal(["0:59", "1:01", "1:02:05"]);
    const now = new Date("2026-01-01T12:00:00Z");
    expect(relative(format, "2026-01-01T11:55:00Z", { now })).to.equal("5 minutes ago");
    expect(relative(format, "2026-01-01T11:55:00Z", { now, style: "short" })).to.equal("5 min. ago");
  });
});
