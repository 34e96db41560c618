/** Whether listeners may stop what the event announces. */
export interface CrewEventOptions {
  /** @default false */
  readonly cancelable?: boolean;
}

/**
 * Base of every event of a widget: bubbles and crosses shadow roots. One class per event, named `crew-<what>`.
 * @example
 * export class CrewUserSavedEvent extends CrewEvent {
 *   readonly userId: string;
 *   constructor(userId: string) { super("crew-user-saved"); this.userId = userId; }
 * }
 * declare global { interface HTMLElementEventMap { "crew-user-saved": CrewUserSavedEvent } }
 */
export abstract class CrewEvent extends Event {
  constructor(type: `crew-${string}`, options: CrewEventOptions = {}) {
    super(type, { bubbles: true, composed: true, cancelable: options.cancelable ?? false });
  }
}
