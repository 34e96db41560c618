import type { ComponentChild, VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { ReadonlySignal } from "@preact/signals";
import { type Env, EnvContext } from "./env.ts";
import { type Announcement, LiveRegions } from "./feedback/announcer.tsx";
import type { ToastModel } from "./feedback/toast.model.ts";
import { usableLanguage } from "./i18n/language.ts";
import type { Theme } from "./provider-link.ts";

interface ElementRootProps {
  readonly env: Env;
  readonly theme: ReadonlySignal<Theme>;
  readonly announcement: ReadonlySignal<Announcement | undefined>;
  readonly toasts: ToastModel;
  readonly view: () => ComponentChild;
  readonly skeleton: () => ComponentChild;
}

/** Outermost box of a widget: theme, direction, language, live regions, and the skeleton until the first texts are there. */
export function ElementRoot({ env, theme, announcement, toasts, view, skeleton }: ElementRootProps): VNode {
  const { language, dir, ready } = env.i18n;
  const complete = ready && env.kit.ready;
  const changing = language !== usableLanguage(env.language.value);
  useLater(env, toasts);
  return (
    <EnvContext.Provider value={env}>
      <div
        class="crew"
        part="root"
        lang={language}
        dir={dir}
        data-theme={theme.value}
        data-density={env.density.value}
        aria-busy={complete && !changing ? undefined : "true"}
      >
        {complete ? <View view={view} /> : (skeleton() ?? <div class="rows-to-come" />)}
        <LiveRegions announcement={announcement} />
      </div>
    </EnvContext.Provider>
  );
}

/** A component of its own, so that what the view reads redraws only the view. */
function View({ view }: { readonly view: () => ComponentChild }): VNode {
  return <>{view()}</>;
}

/** Loads the rest of the kit behind the first paint. Without it the widget works, but shows no notices. */
function useLater(env: Env, toasts: ToastModel): void {
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    const load = async (): Promise<void> => {
      const { attachLater } = await import("./later.ts");
      if (!gone) stop = attachLater(env, toasts);
    };
    load().catch(reportError);
    return () => {
      gone = true;
      stop?.();
    };
  }, []);
}
