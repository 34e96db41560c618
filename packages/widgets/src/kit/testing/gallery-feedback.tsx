import Plus from "lucide/dist/esm/icons/plus.mjs";
import Users from "lucide/dist/esm/icons/users.mjs";
import type { VNode } from "preact";
import { Banner, Button, Card, EmptyState, ErrorState, SkeletonRows, StageList, Stepper, Tabs } from "../index.ts";
import type { GalleryProps } from "./gallery.model.ts";

/** How things are: checks, notices, nothing there, errors, waiting. */
export function GalleryFeedback({ model }: GalleryProps): VNode {
  return (
    <>
      <Card title="Mail check">
        <div class="stack">
          <Stepper
            label="Steps"
            current="check"
            onStep={() => undefined}
            steps={[
              { id: "address", label: "Address" },
              { id: "login", label: "Log in" },
              { id: "check", label: "Check" },
              { id: "folder", label: "Folder" },
            ]}
          />
          <StageList
            label="IMAP"
            stages={[
              { id: "name", label: "Server found", state: "ok", milliseconds: 120 },
              { id: "tls", label: "Encrypted", state: "ok", milliseconds: 340 },
              { id: "login", label: "Logging in", state: "running" },
              { id: "folders", label: "Folders", state: "waiting" },
            ]}
          />
          <StageList
            label="SMTP"
            stages={[
              {
                id: "login",
                label: "Log-in refused",
                state: "failed",
                milliseconds: 1200,
                detail: "The password is wrong. Use an app password.",
              },
            ]}
          />
        </div>
      </Card>
      <Card title="Notices">
        <div class="stack">
          <Banner tone="info" action={{ label: "Show", onClick: () => undefined }}>
            Two people are waiting for approval.
          </Banner>
          <Banner tone="success" title="Mail account connected">
            Mail arrives within a minute.
          </Banner>
          <Banner tone="warning" onDismiss={() => undefined}>
            The token expires in five minutes.
          </Banner>
          <Banner tone="danger" role="none">
            The phone is offline since 14:20.
          </Banner>
        </div>
      </Card>
      <Card title="Empty">
        <EmptyState
          icon={Users}
          title="No users yet"
          text="Create the first one or import a list."
          action={
            <Button variant="primary" icon={Plus}>
              Create user
            </Button>
          }
          compact
        />
      </Card>
      <Card title="Error">
        <ErrorState error={{ code: "unavailable" }} onRetry={() => undefined} compact />
      </Card>
      <Card title="Tabs" padding={false}>
        <Tabs
          label="Views"
          value={model.tab.value}
          onChange={(id) => (model.tab.value = id)}
          tabs={[
            { id: "people", label: "People", badge: 12 },
            { id: "states", label: "States" },
          ]}
        >
          {(id) => <div class="card-body">{id}</div>}
        </Tabs>
      </Card>
      <Card title="Loading" padding={false}>
        <SkeletonRows count={3} />
      </Card>
    </>
  );
}
