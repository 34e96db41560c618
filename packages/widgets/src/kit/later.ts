import type { Env } from "./env.ts";
import type { ToastModel } from "./feedback/toast.model.ts";
import { showToasts } from "./feedback/toasts.tsx";
import { errors } from "./messages/errors.en.ts";
import { kitCatalogue } from "./messages/index.ts";
import { showTips } from "./overlays/tips.ts";

/**
 * What a widget can do without while it comes up: notices, tooltips, words for rarer errors. A chunk of its own, loaded
 * behind the first paint and before anybody needs it. Returns the way to stop.
 */
export function attachLater(env: Env, toasts: ToastModel): () => void {
  kitCatalogue.add(errors);
  const stops = [showTips(env), showToasts(env, toasts)];
  return () => {
    for (const stop of stops) stop();
  };
}
