import { type ComponentChild, h } from "preact";
import { type Catalogue, CrewElement, type CssSheet, type Env } from "../kit/index.ts";
import { catalogue, type UserMessages } from "./messages/index.ts";
import { createUserManager, type UserManagerModel } from "./user-manager.model.ts";
import { listStyles } from "./user-manager.styles.ts";
import { UserManagerView } from "./views/user-manager.view.tsx";

/**
 * The people of the CRM: a list to search, filter and sort, and a sheet in which a user is made or changed, with
 * position, roles, SIP account and mail accounts.
 *
 * It fills the height that the page gives it (720 px at most by default) and scrolls inside. Widths under 560 px show
 * the essentials of each person in one column.
 *
 * Keyboard, in the list: `/` goes to the search; arrows, Page Up, Page Down, Home and End move from person to person;
 * Enter opens; the menu key or Shift F10 opens the person's menu; Tab goes on to the menu button and out of the list.
 * In the sheet: Tab moves through the fields, Enter saves, Escape closes and asks once when something is not saved.
 *
 * What a half-filled form holds is kept in the tab's session storage, without passwords, until it is saved or discarded.
 *
 * @tag crew-user-manager
 * @attr user-id - opens this user, as `open(id)` does
 * @fires crew-user-open - a user is about to be opened (`event.userId`); preventing it keeps the sheet shut
 * @fires crew-user-created - a user was made (`event.user`)
 * @fires crew-user-changed - a user was changed or moved to another state (`event.user`)
 * @csspart users - list and toolbar
 * @csspart toolbar - search, filters, primary action
 * @csspart search - the search
 * @csspart create - the primary action
 * @csspart table - the scrolling box of the list
 * @csspart row - a person
 * @csspart row-menu - the button of a person's menu
 * @csspart sheet - the sheet
 * @csspart sip-check - the check of the SIP account
 * @csspart conflict - two versions side by side
 * @csspart save - the button that saves
 */
export class CrewUserManager extends CrewElement<UserManagerModel, UserMessages> {
  static override readonly styles: readonly CssSheet[] = [listStyles];

  static override get observedAttributes(): readonly string[] {
    return [...super.observedAttributes, "user-id"];
  }

  protected override readonly catalogue: Catalogue<UserMessages> = catalogue;

  protected override createModel(env: Env<UserMessages>): UserManagerModel {
    return createUserManager(env, () => import("./views/parts.ts"));
  }

  protected override view(model: UserManagerModel): ComponentChild {
    return h(UserManagerView, { model });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const id = this.getAttribute("user-id");
    if (id !== null && id !== "") void this.open(id);
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    super.attributeChangedCallback(name, before, value);
    if (name === "user-id" && value !== null && value !== "") void this.open(value);
  }

  /** Opens the form of somebody new. */
  async create(): Promise<void> {
    await this.model?.create();
  }

  /** Opens a user. Does nothing before the element is connected. */
  async open(id: string): Promise<void> {
    await this.model?.open(id);
  }

  /** Loads everything again. Changes made elsewhere appear without it. */
  refresh(): void {
    this.model?.refresh();
  }
}
