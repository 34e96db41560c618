import type { VNode } from "preact";
import { Skeleton, useKit } from "../../kit/index.ts";

const rows = ["62%", "48%", "70%", "40%", "56%", "66%"] as const;

/** The editor's shape while it loads, so that nothing shifts when it is there. */
export function EditorSkeleton(): VNode {
  const kit = useKit();
  return (
    <>
      <div class="sections" />
      <div class="editor" part="skeleton" aria-busy="true">
        <span class="visually-hidden" role="status">
          {kit.t("loading")}
        </span>
        <div class="roles" aria-hidden="true">
          <div class="roles-head">
            <Skeleton width="56px" />
          </div>
          <div class="roles-list">
            {rows.slice(0, 4).map((width) => (
              <div class="role-item" key={width}>
                <Skeleton width={width} />
                <Skeleton width="30%" />
              </div>
            ))}
          </div>
        </div>
        <div class="main" aria-hidden="true">
          <div class="role-header">
            <div class="role-titles stack">
              <Skeleton width="180px" />
              <Skeleton width="280px" />
            </div>
          </div>
          <div class="skeleton-grid">
            {[...rows, ...rows, ...rows].map((width, at) => (
              <div class="skeleton-line" key={at}>
                <Skeleton width={width} />
                {rows.slice(1).map((each) => (
                  <Skeleton key={each} shape="row" height="28px" />
                ))}
              </div>
            ))}
          </div>
        </div>
      </div>
    </>
  );
}
