import { expect } from "chai";
import type { Adapter } from "@crewdock/contract";
import { CrewProvider } from "./crew-provider.element.ts";
import { define } from "./define.ts";
import { registerMessages } from "./i18n/overrides.ts";
import { CrewGallery } from "./testing/gallery.tsx";
import { cleanUp, frame, itIsAnElement, mount, settled, textOf } from "./testing/index.ts";

define("crew-gallery", CrewGallery);

const adapterNamed = (id: string): Adapter => ({ id }) as unknown as Adapter;
const box = (element: HTMLElement): HTMLElement => element.shadowRoot!.querySelector(".crew")!;

describe("CrewElement", () => {
  let last: CrewGallery | undefined;
  itIsAnElement("crew-gallery", {
    element: CrewGallery,
    expectDisposed: (element) => expect(element.state).to.equal(undefined),
  });

  afterEach(async () => {
    await cleanUp();
    document.documentElement.lang = "en";
    last = undefined;
  });

  it("disposes the model one microtask after removal", async () => {
    last = await mount(new CrewGallery());
    const model = last.state!;
    last.remove();
    expect(model.disposed).to.equal(false);
    await Promise.resolve();
    expect(model.disposed).to.equal(true);
  });

  it("disposes the model inside removal when it asks for that", async () => {
    class Immediate extends CrewGallery {
      static override readonly teardown = "immediate";
    }
    define("crew-gallery-immediate", Immediate);
    last = await mount(new Immediate());
    const model = last.state!;
    last.remove();
    expect(model.disposed).to.equal(true);
  });

  it("keeps model and form through a move within one task", async () => {
    last = await mount(new CrewGallery());
    const model = last.state!;
    const place = document.createElement("div");
    document.body.append(place);
    place.append(last);
    await frame();
    expect(last.state).to.equal(model);
    expect(model.disposed).to.equal(false);
    place.remove();
  });

  it("speaks the language of the nearest lang attribute and follows it across shadow roots", async () => {
    const outer = document.createElement("div");
    outer.lang = "ru";
    const inner = document.createElement("div");
    outer.append(inner);
    document.body.append(outer);
    last = new CrewGallery();
    inner.attachShadow({ mode: "open" }).append(last);
    await settled(last);
    expect(last.language).to.equal("ru");
    expect(textOf(last)).to.contain("Сотрудники");
    outer.lang = "en";
    await settled(last);
    expect(textOf(last)).to.contain("Users");
    outer.remove();
  });

  it("puts the host's messages over its own", async () => {
    registerMessages("crew-gallery", "en", { title: "Staff" });
    last = await mount(new CrewGallery());
    expect(textOf(last)).to.contain("Staff");
    last.messages = { title: "Crew" };
    await settled(last);
    expect(textOf(last)).to.contain("Crew");
    registerMessages("crew-gallery", "en", { title: "Users" });
  });

  it("switches theme and density live and refuses what it does not know", async () => {
    last = await mount(new CrewGallery());
    expect(box(last).dataset["theme"]).to.equal("auto");
    last.setAttribute("theme", "dark");
    last.setAttribute("density", "compact");
    await settled(last);
    expect(getComputedStyle(box(last)).colorScheme).to.equal("dark");
    expect(getComputedStyle(box(last)).getPropertyValue("--row")).to.equal("36px");
    last.setAttribute("theme", "sepia");
    expect(last.theme).to.equal("auto");
  });

  it("takes the host's tokens", async () => {
    document.documentElement.style.setProperty("--crew-color-accent", "rgb(1, 2, 3)");
    last = await mount(new CrewGallery());
    const primary = last.shadowRoot!.querySelector(".button.primary")!;
    expect(getComputedStyle(primary).backgroundColor).to.equal("rgb(1, 2, 3)");
    document.documentElement.style.removeProperty("--crew-color-accent");
  });
});

describe("CrewProvider", () => {
  afterEach(cleanUp);

  it("serves widgets that were there before it was defined and gets its adapter later", async () => {
    const provider = document.createElement("crew-provider") as CrewProvider;
    const shadowHost = document.createElement("div");
    const gallery = new CrewGallery();
    provider.append(shadowHost);
    document.body.append(provider);
    shadowHost.attachShadow({ mode: "open" }).append(gallery);
    await settled(gallery);
    expect(gallery.adapter).to.equal(null);
    define("crew-provider", CrewProvider);
    const shared = adapterNamed("shared");
    provider.adapter = shared;
    provider.setAttribute("language", "ru");
    provider.theme = "dark";
    expect(gallery.adapter).to.equal(shared);
    await settled(gallery);
    expect(textOf(gallery)).to.contain("Сотрудники");
    expect(gallery.theme).to.equal("dark");
    provider.remove();
  });

  it("gives way to a widget's own adapter and to a nearer provider, which inherits what it lacks", async () => {
    define("crew-provider", CrewProvider);
    const outer = new CrewProvider();
    const inner = new CrewProvider();
    const gallery = new CrewGallery();
    inner.append(gallery);
    outer.append(inner);
    outer.adapter = adapterNamed("outer");
    outer.theme = "dark";
    inner.language = "ru";
    await mount(outer);
    await settled(gallery);
    expect(gallery.adapter).to.equal(outer.adapter);
    expect(gallery.theme).to.equal("dark");
    expect(gallery.language).to.equal("ru");
    const own = adapterNamed("own");
    gallery.adapter = own;
    expect(gallery.adapter).to.equal(own);
    gallery.adapter = null;
    expect(gallery.adapter).to.equal(outer.adapter);
  });
});
