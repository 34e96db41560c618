import { type ComponentChild, h, type VNode } from "preact";
import { type Catalogue, CrewElement, type CssSheet, effect, type Env } from "../kit/index.ts";
import { catalogue, type Source } from "./messages/index.ts";
import { RoleEditorModel } from "./role-editor.model.ts";
import { editorStyles } from "./styles/editor.styles.ts";
import { matrixStyles } from "./styles/matrix.styles.ts";
import { tileStyles } from "./styles/tile.styles.ts";
import { EditorSkeleton } from "./views/editor-skeleton.tsx";
import { RoleEditorView } from "./views/role-editor.view.tsx";

type Model = InstanceType<typeof RoleEditorModel>;

/**
 * Roles: what each allows and who has it. Needs `role.view`; without `role.manage` it is read-only.
 *
 * It has a height of its own, a little less than the window's, and scrolls inside, so that headers and the save bar
 * stay in sight. `--crew-role-editor-height: 100%` fills a parent of definite height. Under 720 px of width it is as tall
 * as its content.
 *
 * Keys in the matrix: arrows move, Home and End go to the ends of a line, with Ctrl to the first and last cell,
 * Page Up and Page Down by six lines; 0, 1, 2, 3 set none, own, department, any, on a header for all it stands for;
 * Enter or Space turns a yes/no cell over and otherwise offers the scopes; Ctrl+Z undoes, Ctrl+Shift+Z or Ctrl+Y
 * redoes, anywhere but in a text field. Tab leaves the matrix.
 *
 * @tagname crew-role-editor
 * @fires {CrewRoleSavedEvent} crew-role-saved - name, grants or people of a role were stored
 * @fires {CrewRoleCreatedEvent} crew-role-created - a role was created
 * @fires {CrewRoleRemovedEvent} crew-role-removed - a role was deleted
 * @fires {CrewRoleOpenUserEvent} crew-role-open-user - a person was chosen in one of the sections, for the host to show
 * @csspart sections - the switch of sections
 * @csspart section-panel - the section that is shown in place of the roles
 * @csspart reasons - why somebody may do something
 * @csspart reasons - why a right of a person reaches as far as it does
 * @csspart check-up - what could be tidied up
 * @csspart finding-group - what could be tidied up, of one kind
 * @csspart rules - the rules that rights have to keep to
 * @csspart rule - one of them
 * @csspart rule-form - the rule that is being written
 * @csspart rules - the rules that rights have to keep to
 * @csspart rule - one rule with whether it holds
 * @csspart rule-form - a rule that is being written
 * @csspart editor - list and open role side by side
 * @csspart role-list - the list of roles
 * @csspart role - one role in the list
 * @csspart role-header - name and description of the open role
 * @csspart matrix - toolbar and grid
 * @csspart grid - the grid of rights
 * @csspart section - one section of the grid
 * @csspart cell - one action of one entity
 * @csspart cell-changed - a cell that is not saved yet
 * @csspart tile - the scope drawn in a cell
 * @csspart scope-picker - the scopes to choose from
 * @csspart given - who has the role
 * @csspart given-line - one subject that has the role
 * @csspart conflict - two versions of a role
 * @csspart wizard - the steps of a new role
 * @csspart save-bar - what is unsaved, and saving
 * @cssproperty --crew-role-editor-height - height where there is room for two columns
 */
export class CrewRoleEditor extends CrewElement<Model, Source> {
  static override readonly styles: readonly CssSheet[] = [editorStyles, matrixStyles, tileStyles];

  protected override readonly catalogue: Catalogue<Source> = catalogue;

  #stopAsking: (() => void) | undefined;

  protected override createModel(env: Env<Source>): Model {
    const model = new RoleEditorModel(env, { loadDialogs: () => import("./views/parts.ts") });
    this.#stopAsking?.();
    this.#stopAsking = askBeforeUnload(
      () => model.editing.draft.dirty.value || model.wizard.value?.dirty.value === true,
    );
    return model;
  }

  protected override view(model: Model): ComponentChild {
    return h(RoleEditorView, { model });
  }

  protected override skeleton(): VNode {
    return h(EditorSkeleton, {});
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.#stopAsking?.();
    });
  }

  /** Whether something is typed that is not saved; for hosts that navigate by themselves. */
  get unsaved(): boolean {
    return this.model?.editing.draft.dirty.value === true || this.model?.wizard.value?.dirty.value === true;
  }
}

const prevent = (event: BeforeUnloadEvent): void => event.preventDefault();

/** Has the browser ask before the page goes while something is unsaved; listening only then keeps its page cache. */
function askBeforeUnload(unsaved: () => boolean): () => void {
  const stop = effect(() => {
    if (unsaved()) addEventListener("beforeunload", prevent);
    else removeEventListener("beforeunload", prevent);
  });
  return () => {
    stop();
    removeEventListener("beforeunload", prevent);
  };
}
