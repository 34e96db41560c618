/**
 * Everything outside an open modal dialog is inert: it takes no press, cannot be focused, and its live regions are not
 * read. A call that comes in meanwhile therefore rings inside that dialog, whichever widget or host it belongs to.
 */

/** Milliseconds for which a new live region stands empty; text that comes together with it is not read. */
const BEFORE_TEXT = 100;

/** Milliseconds after which it is looked again whether a dialog has come or gone. */
const LOOK_AGAIN = 500;

/** The modal dialog in front, in whatever open shadow root it stands. */
export function topModal(page: Document): HTMLDialogElement | undefined {
  let node: Node | null | undefined = page.activeElement;
  while (node instanceof Element && node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  for (; node; node = node.parentNode ?? (node instanceof ShadowRoot ? node.host : null))
    if (isModal(node)) return node;
  return modalsIn(page).at(-1);
}

function isModal(node: Node): node is HTMLDialogElement {
  return node instanceof HTMLDialogElement && node.matches(":modal");
}

function modalsIn(root: Document | ShadowRoot): readonly HTMLDialogElement[] {
  return [...root.querySelectorAll("*")].flatMap((element) => [
    ...(isModal(element) ? [element] : []),
    ...(element.shadowRoot === null ? [] : modalsIn(element.shadowRoot)),
  ]);
}

/** A place in a dialog that looks as the element's own shadow root does. It goes with the dialog or by `remove`. */
function stageIn(
  modal: HTMLDialogElement,
  root: ShadowRoot,
): { readonly box: HTMLElement; readonly remove: () => void } {
  const stage = document.createElement("div");
  stage.style.display = "contents";
  const inside = stage.attachShadow({ mode: "open" });
  inside.adoptedStyleSheets = root.adoptedStyleSheets;
  const box = root.querySelector(".crew")?.cloneNode() as HTMLElement;
  inside.append(box);
  modal.append(stage);
  const remove = (): void => stage.remove();
  modal.addEventListener("close", remove, { once: true });
  return { box, remove };
}

/** Keeps a popover that is shown by hand in front of whatever modal dialog opens or closes, until the returned stop. */
export function keepInFront(card: HTMLElement, root: ShadowRoot): () => void {
  const home = document.createComment("");
  card.after(home);
  const until = new AbortController();
  const { signal } = until;
  let around: HTMLDialogElement | undefined;
  let leave: (() => void) | undefined;
  const goHome = (): void => {
    home.before(card);
    leave?.();
    leave = undefined;
    around = undefined;
  };
  const place = (): void => {
    const modal = topModal(document);
    if (modal === around && card.isConnected && card.matches(":popover-open")) return;
    goHome();
    if (modal !== undefined) {
      const { box, remove } = stageIn(modal, root);
      box.style.display = "contents";
      box.append(card);
      leave = remove;
      around = modal;
      modal.addEventListener("close", place, { signal });
    }
    card.showPopover();
  };
  place();
  // A dialog takes the focus when it opens and gives it back when it closes.
  document.addEventListener("focusin", place, { signal });
  // A window in the background sees no focus move, and a dialog may be taken out of the page without a word.
  const look = setInterval(place, LOOK_AGAIN);
  return () => {
    until.abort();
    clearInterval(look);
    goHome();
    home.remove();
  };
}

/** Has screen readers say a text inside the modal dialog in front; false when there is none. */
export function announceInModal(text: string, politeness: "polite" | "assertive", root: ShadowRoot): boolean {
  const modal = topModal(document);
  if (modal === undefined) return false;
  const { box, remove } = stageIn(modal, root);
  box.className += " visually-hidden";
  box.ariaLive = politeness;
  setTimeout(() => box.append(text), BEFORE_TEXT);
  setTimeout(remove, 10_000);
  return true;
}
