/** A page of the CRM as the shell shows it. */
export interface View {
  readonly element: HTMLElement;
  /** The address has changed without leaving the page, such as to another record. */
  readonly follow?: (query: URLSearchParams) => void;
  /** Says everything in the new language where drawing anew would lose what somebody is doing. */
  readonly retext?: () => void;
}
