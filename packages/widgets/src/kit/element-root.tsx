import type { ComponentChild, VNode } from "preact";
import type { ReadonlySignal } from "@preact/signals";
import { type Env, EnvContext } from "./env.ts";
import { type Announcement, LiveRegions } from "./feedback/announcer.tsx";
import { Toasts } from "./feedback/toasts.tsx";
import type { ToastModel } from "./feedback/toast.model.ts";
import { SkeletonRows } from "./feedback/skeleton.tsx";
import type { Theme } from "./provider-link.ts";

interface ElementRootProps {
  readonly env: Env;
  readonly theme: ReadonlySignal<Theme>;
  readonly announcement: ReadonlySignal<Announcement | undefined>;
  readonly toasts: ToastModel;
  readonly view: () => ComponentChild;
  readonly skeleton: () => ComponentChild;
}

/** Outermost box of a widget: theme, direction, language, live regions, toasts, and the skeleton until texts are there. */
export function ElementRoot({ env, theme, announcement, toasts, view, skeleton }: ElementRootProps): VNode {
  const { language, dir, ready } = env.i18n;
  const complete = ready && env.kit.ready;
  return (
    <EnvContext.Provider value={env}>
      <div
        class="crew"
        part="root"
        lang={language}
        dir={dir}
        data-theme={theme.value}
        data-density={env.density.value}
        aria-busy={complete ? undefined : "true"}
      >
        {complete ? <View view={view} /> : (skeleton() ?? <SkeletonRows count={5} />)}
        <LiveRegions announcement={announcement} />
        <Toasts model={toasts} />
      </div>
    </EnvContext.Provider>
  );
}

/** A component of its own, so that what the view reads redraws only the view. */
function View({ view }: { readonly view: () => ComponentChild }): VNode {
  return <>{view()}</>;
}
