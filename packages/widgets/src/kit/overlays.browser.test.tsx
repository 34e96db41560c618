import { type ComponentType, h, type VNode } from "preact";
import { useState } from "preact/hooks";
import Ellipsis from "lucide/dist/esm/icons/ellipsis.mjs";
import { expect } from "chai";
import {
  Button,
  type Catalogue,
  ConfirmDialog,
  CrewElement,
  define,
  defineMessages,
  Dialog,
  IconButton,
  keepPlaced,
  lazy,
  Menu,
  Popover,
  randomId,
  Sheet,
  VisuallyHidden,
} from "./index.ts";
import { allByRole, byRole, cleanUp, focused, frame, mount, press, settled, textOf, until } from "./testing/index.ts";

const en = { title: "Lab" } as const;
const russian = Promise.withResolvers<typeof en>();
const catalogue: Catalogue<typeof en> = defineMessages({ en, load: { ru: () => russian.promise } });

/** Shows whatever component a test gives it. */
class CrewOverlayLab extends CrewElement<Disposable, typeof en> {
  static part: ComponentType = () => null;
  protected override readonly catalogue: Catalogue<typeof en> = catalogue;
  protected override createModel(): Disposable {
    return { [Symbol.dispose]: () => undefined };
  }
  protected override view(): VNode {
    return h(CrewOverlayLab.part, {});
  }
}

async function show(part: ComponentType): Promise<HTMLElement> {
  define("crew-overlay-lab", CrewOverlayLab);
  CrewOverlayLab.part = part;
  return mount(new CrewOverlayLab());
}

const actions = [{ label: "Edit", onSelect: () => undefined }] as const;

describe("overlays", () => {
  afterEach(cleanUp);

  it("give the focus back to the opener when the dialog's component goes away", async () => {
    const lab = await show(() => {
      const [open, setOpen] = useState(false);
      return (
        <>
          <Button onClick={() => setOpen(true)}>Open</Button>
          {open ? (
            <Dialog open title="Task" onClose={() => setOpen(false)}>
              <input aria-label="Name" />
            </Dialog>
          ) : undefined}
        </>
      );
    });
    byRole(lab, "button", "Open").focus();
    await press("Enter");
    expect(byRole(lab, "dialog").contains(focused())).to.equal(true);
    await press("Escape");
    expect(allByRole(lab, "dialog").length).to.equal(0);
    expect(focused() === byRole(lab, "button", "Open"), `focus on ${focused()?.outerHTML ?? "nothing"}`).to.equal(true);
  });

  it("give the focus back when a question inside the sheet ends both at once", async () => {
    const lab = await show(() => {
      const [open, setOpen] = useState(false);
      return (
        <>
          <Button onClick={() => setOpen(true)}>Open</Button>
          {open ? (
            <Sheet open unsaved title="Form" onClose={() => setOpen(false)}>
              <input aria-label="Name" />
            </Sheet>
          ) : undefined}
        </>
      );
    });
    byRole(lab, "button", "Open").focus();
    await press("Enter", "Escape");
    byRole(lab, "button", "Discard").focus();
    await press("Enter");
    expect(lab.shadowRoot!.querySelectorAll("dialog").length).to.equal(0);
    expect(focused() === byRole(lab, "button", "Open"), `focus on ${focused()?.outerHTML ?? "nothing"}`).to.equal(true);
  });

  it("take the focus to a question and back to where it was asked", async () => {
    const lab = await show(() => {
      const [open, setOpen] = useState(false);
      return (
        <>
          <Button onClick={() => setOpen(true)}>Delete</Button>
          <ConfirmDialog
            open={open}
            title="Sure?"
            confirmLabel="Yes"
            onConfirm={() => undefined}
            onClose={() => setOpen(false)}
          />
        </>
      );
    });
    byRole(lab, "button", "Delete").focus();
    await press("Enter", "Escape");
    expect(focused() === byRole(lab, "button", "Delete"), `focus on ${focused()?.outerHTML ?? "nothing"}`).to.equal(
      true,
    );
  });

  for (const way of ["keyboard", "pointer"] as const) {
    it(`give the focus back to a menu's button after Escape when opened by ${way}`, async () => {
      const lab = await show(() => (
        <Menu
          label="Actions"
          items={actions}
          trigger={(props) => <IconButton {...props} icon={Ellipsis} label="More" />}
        />
      ));
      const trigger = byRole(lab, "button", "More");
      if (way === "keyboard") {
        trigger.focus();
        await press("Enter");
      } else {
        trigger.click();
        await frame();
      }
      await until(() => focused()?.textContent === "Edit", "the first entry");
      await press("Escape");
      await until(() => focused() === trigger, "the focus on the button");
    });
  }

  it("give the focus back to a popover's button after Escape, and leave it where a press outside put it", async () => {
    const lab = await show(() => (
      <>
        <Popover label="Filter" trigger={(props) => <Button {...props}>Filter</Button>}>
          {() => <input aria-label="Value" />}
        </Popover>
        <input aria-label="Other" />
      </>
    ));
    const trigger = byRole(lab, "button", "Filter");
    trigger.click();
    await settled(lab);
    byRole(lab, "textbox", "Value").focus();
    await press("Escape");
    await until(() => focused() === trigger, "the focus on the button");
    trigger.click();
    await settled(lab);
    byRole(lab, "textbox", "Other").focus();
    lab.shadowRoot!.querySelector<HTMLElement>(".popover")!.hidePopover();
    await settled(lab);
    expect(focused() === byRole(lab, "textbox", "Other"), `focus on ${focused()?.outerHTML ?? "nothing"}`).to.equal(
      true,
    );
  });

  it("are not stretched by what only screen readers get", async () => {
    const lab = await show(() => (
      <Dialog open title="Task" onClose={() => undefined}>
        <div style={{ height: "3000px" }} />
        <VisuallyHidden>Told at the very end</VisuallyHidden>
      </Dialog>
    ));
    const dialog = byRole(lab, "dialog");
    expect(dialog.scrollHeight).to.equal(dialog.clientHeight);
  });

  it("follow their content after the observer of sizes has told, not inside it", () => {
    const real = { ResizeObserver, requestAnimationFrame };
    const frames: FrameRequestCallback[] = [];
    let tell = (): void => undefined;
    const anchor = document.createElement("button");
    const box = document.createElement("div");
    Object.assign(window, {
      ResizeObserver: class {
        constructor(told: () => void) {
          tell = told;
        }
        observe(): void {}
        disconnect(): void {}
      },
      requestAnimationFrame: (run: FrameRequestCallback) => frames.push(run),
    });
    Object.assign(anchor.style, { position: "fixed", top: "0", right: "0" });
    Object.assign(box.style, { position: "fixed", width: "100px" });
    document.body.append(anchor, box);
    const stop = keepPlaced(box, anchor, "bottom-end");
    try {
      box.style.width = "200px";
      const before = box.style.left;
      tell();
      expect(box.style.left).to.equal(before);
      frames.at(-1)?.(0);
      expect(box.getBoundingClientRect().right).to.be.at.most(window.innerWidth);
      expect(box.style.left).not.to.equal(before);
    } finally {
      Object.assign(window, real);
      stop();
      anchor.remove();
      box.remove();
    }
  });

  it("let the icon button of a list keep out of the tab order", async () => {
    const lab = await show(() => <IconButton icon={Ellipsis} label="More" tabIndex={-1} />);
    expect(byRole(lab, "button", "More").tabIndex).to.equal(-1);
  });
});

describe("overlays within overlays", () => {
  afterEach(cleanUp);

  const onTop = (lab: HTMLElement): string | null | undefined => {
    const box = byRole(lab, "textbox", "Inner").getBoundingClientRect();
    return lab.shadowRoot!.elementFromPoint(box.x + box.width / 2, box.y + 5)?.getAttribute("aria-label");
  };

  it("keep their order, what is typed and the focus while another language is loaded", async () => {
    const lab = await show(() => {
      const [open, setOpen] = useState(false);
      return (
        <Sheet open title="Form" onClose={() => undefined}>
          <button onClick={() => setOpen(true)}>Task</button>
          <Dialog open={open} title="Task" onClose={() => undefined}>
            <input aria-label="Inner" />
          </Dialog>
        </Sheet>
      );
    });
    byRole(lab, "button", "Task").click();
    await settled(lab);
    const input = byRole(lab, "textbox", "Inner") as HTMLInputElement;
    input.focus();
    input.value = "typed";
    lab.setAttribute("language", "ru");
    await frame();
    expect(focused() === input, "the focus while loading").to.equal(true);
    russian.resolve({ title: "Лаборатория" as "Lab" });
    await settled(lab);
    expect(byRole(lab, "textbox", "Inner") === input, "the same input").to.equal(true);
    expect(input.value).to.equal("typed");
    expect(onTop(lab)).to.equal("Inner");
    expect(lab.shadowRoot!.querySelector(".crew")!.getAttribute("lang")).to.equal("ru");
  });

  it("lie above what is around them when both appear at once", async () => {
    const lab = await show(() => (
      <Sheet open title="Form" width={2000} onClose={() => undefined}>
        <Dialog open title="Task" onClose={() => undefined}>
          <input aria-label="Inner" />
        </Dialog>
      </Sheet>
    ));
    expect(onTop(lab)).to.equal("Inner");
  });
});

describe("lazy parts of a view", () => {
  afterEach(cleanUp);

  it("stand grey until their chunk is there, offer a retry when it fails, and are loaded once", async () => {
    const tries = [
      Promise.withResolvers<ComponentType<{ name: string }>>(),
      Promise.withResolvers<ComponentType<{ name: string }>>(),
    ];
    let count = 0;
    const Part = lazy<{ readonly name: string }>(() => tries[count++]!.promise);
    define("crew-overlay-lab", CrewOverlayLab);
    CrewOverlayLab.part = () => <Part.View name="Anna" />;
    const lab = new CrewOverlayLab();
    document.body.append(lab);
    try {
      await until(() => lab.shadowRoot?.querySelector("[aria-busy]"), "the grey rows");
      tries[0]!.reject(new TypeError("network"));
      await until(() => allByRole(lab, "button", "Try again")[0], "the retry");
      byRole(lab, "button", "Try again").click();
      tries[1]!.resolve(({ name }) => <p>{`I am ${name}`}</p>);
      await until(() => textOf(lab).includes("I am Anna"), "the part");
      Part.preload();
      expect(count).to.equal(2);
    } finally {
      lab.remove();
    }
  });
});

describe("a lazy part that arrives right after the first drawing", () => {
  afterEach(cleanUp);

  it("is drawn", async () => {
    const gate = Promise.withResolvers<ComponentType<{ name: string }>>();
    const Part = lazy<{ readonly name: string }>(() => gate.promise);
    Part.preload();
    define("crew-overlay-lab", CrewOverlayLab);
    CrewOverlayLab.part = () => <Part.View name="Anna" />;
    const lab = new CrewOverlayLab();
    document.body.append(lab);
    gate.resolve(({ name }) => <p>{`I am ${name}`}</p>); // before any effect of that drawing has run
    try {
      await until(() => textOf(lab).includes("I am Anna"), "the part");
    } finally {
      lab.remove();
    }
  });
});

describe("random ids", () => {
  it("need no secure context and do not repeat", () => {
    const real = crypto.randomUUID.bind(crypto);
    Object.defineProperty(crypto, "randomUUID", { configurable: true, value: undefined });
    try {
      const ids = new Set(Array.from({ length: 100 }, randomId));
      expect(ids.size).to.equal(100);
      for (const id of ids) expect(id).to.match(/^[0-9a-f]{32}$/u);
    } finally {
      Object.defineProperty(crypto, "randomUUID", { configurable: true, value: real });
    }
  });
});

describe("press", () => {
  afterEach(cleanUp);

  it("holds the modifiers of a chord while its key goes down, and takes a plus alone", async () => {
    const lab = await show(() => <input aria-label="Name" />);
    const told: string[] = [];
    lab.addEventListener("keydown", ({ key, ctrlKey, shiftKey }) => {
      if (key !== "Control" && key !== "Shift") told.push(`${ctrlKey ? "c" : ""}${shiftKey ? "s" : ""}${key}`);
    });
    byRole(lab, "textbox", "Name").focus();
    await press("Control+z", "Control+Shift+Z", "+", "a");
    expect(told).to.deep.equal(["cz", "csZ", "+", "a"]);
  });
});
