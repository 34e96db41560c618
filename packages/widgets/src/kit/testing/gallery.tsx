import Ellipsis from "lucide/dist/esm/icons/ellipsis.mjs";
import Mail from "lucide/dist/esm/icons/mail.mjs";
import Pencil from "lucide/dist/esm/icons/pencil.mjs";
import Plus from "lucide/dist/esm/icons/plus.mjs";
import Trash from "lucide/dist/esm/icons/trash.mjs";
import Users from "lucide/dist/esm/icons/users.mjs";
import { type ComponentChild, h, type VNode } from "preact";
import {
  Avatar,
  Badge,
  Banner,
  BulkBar,
  Button,
  Card,
  type Catalogue,
  Checkbox,
  Combobox,
  ConfirmDialog,
  createForm,
  CrewElement,
  css,
  type CssSheet,
  defineMessages,
  EmptyState,
  type Env,
  ErrorState,
  FilterChip,
  FormSection,
  FormSummary,
  IconButton,
  Kbd,
  Menu,
  MultiCombobox,
  NumberField,
  PasswordField,
  Popover,
  ProgressBar,
  RadioGroup,
  SearchInput,
  SectionNav,
  SegmentedControl,
  Select,
  Sheet,
  signal,
  type Signal,
  SkeletonRows,
  StageList,
  Stepper,
  Switch,
  Table,
  Tabs,
  TextArea,
  TextField,
  Toolbar,
} from "../index.ts";

const en = { title: "Users" } as const;
const catalogue: Catalogue<typeof en> = defineMessages({
  en,
  load: { ru: () => Promise.resolve({ title: "Сотрудники" }) },
});

const options = [
  { value: "sales", label: "Sales manager", detail: "Sales, Warsaw" },
  { value: "lead", label: "Head of sales", detail: "Sales, Warsaw" },
  { value: "support", label: "Support engineer", detail: "Service" },
  { value: "chief", label: "Chief executive" },
] as const;

/** Form of the gallery. */
export function galleryForm() {
  return createForm({
    fields: {
      email: {
        initial: "",
        label: () => "E-mail",
        validate: (value: string) => (value.includes("@") ? undefined : "Enter an address such as anna@example.com"),
      },
      password: { initial: "", label: () => "Password", secret: true },
      position: {
        initial: null as string | null,
        label: () => "Position",
        validate: (value: string | null) => (value === null ? "Choose a position" : undefined),
      },
      groups: { initial: ["support"] as readonly string[], label: () => "Groups" },
      phone: { initial: true, label: () => "Phone" },
    },
  });
}

/** State of the gallery; tests and screenshots set it. */
export class GalleryModel implements Disposable {
  readonly form = galleryForm();
  readonly sheet: Signal<boolean> = signal(false);
  readonly confirm: Signal<boolean> = signal(false);
  readonly selected: Signal<readonly string[]> = signal(["2"]);
  readonly tab: Signal<"people" | "states"> = signal("people");
  readonly filter: Signal<readonly string[]> = signal(["sales"]);
  readonly scope: Signal<string> = signal("own");
  readonly search: Signal<string> = signal("");
  readonly chosen: Signal<string> = signal("");
  disposed = false;
  [Symbol.dispose](): void {
    this.disposed = true;
  }
}

const people = [
  ["1", "Anna Kowalska", "anna.kowalska@example.com", "Head of sales", "success", "Active"],
  ["2", "Пётр Иванов", "petr.ivanov@example.com", "Sales manager", "warning", "Invited"],
  ["3", "João Silva Pereira", "joao@example.com", "Support engineer", "danger", "Blocked"],
  ["4", "Mary O’Neill", "mary.oneill@example.com", "Chief executive", "neutral", "Deactivated"],
] as const;

const galleryStyles: CssSheet = css`
  .gallery {
    display: grid;
    gap: 24px;
    padding: 24px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr));
  }
  .gallery > .wide {
    grid-column: 1 / -1;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
`;

/** Every component of the kit on one page: for the eyes and for the tests. */
export class CrewGallery extends CrewElement<GalleryModel, typeof en> {
  static override readonly styles: readonly CssSheet[] = [galleryStyles];
  protected override readonly catalogue: Catalogue<typeof en> = catalogue;
  /** Open to tests. */
  get state(): GalleryModel | undefined {
    return this.model;
  }
  protected override createModel(): GalleryModel {
    return new GalleryModel();
  }
  protected override view(model: GalleryModel, env: Env<typeof en>): ComponentChild {
    return h(Gallery, { model, env });
  }
}

function Gallery({ model, env }: { readonly model: GalleryModel; readonly env: Env<typeof en> }): VNode {
  const { form } = model;
  const kit = env.kit;
  return (
    <div class="gallery">
      <div class="wide">
        <Card
          padding={false}
          title={env.i18n.t("title")}
          actions={<IconButton icon={Ellipsis} label={kit.t("moreActions")} />}
        >
          <Toolbar
            start={
              <>
                <SearchInput
                  label={kit.t("search")}
                  value={model.search.value}
                  onInput={(text) => (model.search.value = text)}
                />
                <FilterChip
                  label="Position"
                  options={options}
                  value={model.filter.value}
                  onChange={(next) => (model.filter.value = next)}
                />
                <FilterChip label="State" options={options} value={[]} onChange={() => undefined} />
              </>
            }
            end={
              <Button variant="primary" icon={Plus}>
                Create user
              </Button>
            }
          >
            <BulkBar
              count={model.selected.value.length > 1 ? model.selected.value.length : 0}
              onClear={() => (model.selected.value = [])}
            >
              <Button size="small">Block</Button>
            </BulkBar>
          </Toolbar>
          <Table label="Users">
            <thead>
              <tr>
                <th>
                  <Checkbox label={kit.t("selectAll")} hideLabel indeterminate checked={false} />
                </th>
                <th>
                  <button type="button">Name</button>
                </th>
                <th>Position</th>
                <th>State</th>
                <th class="numeric">Calls</th>
                <th class="actions">
                  <span class="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {people.map(([id, name, email, position, tone, state]) => (
                <tr key={id} aria-selected={model.selected.value.includes(id) ? "true" : "false"}>
                  <td>
                    <Checkbox
                      label={`${kit.t("select")}: ${name}`}
                      hideLabel
                      checked={model.selected.value.includes(id)}
                      onChange={(on) =>
                        (model.selected.value = on
                          ? [...model.selected.value, id]
                          : model.selected.value.filter((each) => each !== id))
                      }
                    />
                  </td>
                  <td>
                    <div class="row">
                      <Avatar name={name} id={id} size={28} />
                      <div>
                        <span class="cell-main">{name}</span>
                        <span class="cell-detail">{email}</span>
                      </div>
                    </div>
                  </td>
                  <td>{position}</td>
                  <td>
                    <Badge tone={tone} dot>
                      {state}
                    </Badge>
                  </td>
                  <td class="numeric">{env.i18n.format.number(1280)}</td>
                  <td class="actions">
                    <Menu
                      label={name}
                      trigger={(props) => (
                        <IconButton {...props} icon={Ellipsis} label={`${kit.t("moreActions")}: ${name}`} />
                      )}
                      items={[
                        { label: "Edit", icon: Pencil, onSelect: () => (model.chosen.value = "edit") },
                        {
                          label: "Send the invitation again",
                          icon: Mail,
                          detail: "Sent two days ago",
                          onSelect: () => (model.chosen.value = "invite"),
                        },
                        {
                          label: "Export",
                          disabled: true,
                          detail: "Not allowed here",
                          onSelect: () => (model.chosen.value = "export"),
                        },
                        "separator",
                        { label: "Delete", icon: Trash, danger: true, onSelect: () => (model.chosen.value = "delete") },
                      ]}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </Table>
        </Card>
      </div>
      <Card title="Buttons">
        <div class="stack">
          <div class="line">
            <Button variant="primary">Save</Button>
            <Button>Cancel</Button>
            <Button variant="ghost">More</Button>
            <Button variant="danger" icon={Trash}>
              Delete
            </Button>
          </div>
          <div class="line">
            <Button variant="primary" loading>
              Save
            </Button>
            <Button disabled>Cancel</Button>
            <Button size="small">Small</Button>
            <IconButton icon={Pencil} label="Edit" variant="secondary" />
            <IconButton icon={Mail} label="Mail" pressed />
          </div>
          <div class="line">
            <Popover label="Why" trigger={(props) => <Button {...props}>Why</Button>}>
              {() => "From role Sales manager"}
            </Popover>
            <Button onClick={() => (model.sheet.value = true)}>Open sheet</Button>
            <Button onClick={() => (model.confirm.value = true)}>Ask</Button>
            <Button
              onClick={() =>
                env.toast({
                  text: "User blocked",
                  detail: "Anna Kowalska",
                  tone: "success",
                  action: { label: kit.t("undo"), run: () => (model.chosen.value = "undone") },
                })
              }
            >
              Toast
            </Button>
            <Kbd>⌘</Kbd>
            <Kbd>K</Kbd>
          </div>
          <div class="line">
            <Badge tone="accent">Own</Badge>
            <Badge tone="success" dot>
              Active
            </Badge>
            <Badge tone="warning">Invited</Badge>
            <Badge tone="danger">Blocked</Badge>
            <Badge tone="info" icon={Mail}>
              Mail
            </Badge>
            <Badge>Off</Badge>
          </div>
          <div class="line">
            {[20, 24, 32, 40].map((size, index) => (
              <Avatar key={size} name={people[index]?.[1] ?? ""} id={String(index)} size={size} status="success" />
            ))}
          </div>
        </div>
      </Card>
      <Card title="Fields">
        <div class="stack">
          <TextField field={form.fields.email} label="E-mail" type="email" required help="Also the login" />
          <Combobox
            field={form.fields.position}
            label="Position"
            required
            options={options}
            placeholder="Choose"
            note="from invitation"
          />
          <MultiCombobox field={form.fields.groups} label="Groups" options={options} placeholder="Add groups" />
          <Select
            label="Time zone"
            note="from position"
            value="waw"
            options={[
              { value: "waw", label: "Europe/Warsaw" },
              { value: "mow", label: "Europe/Moscow" },
            ]}
          />
          <PasswordField
            field={form.fields.password}
            label="Password"
            generate={() => "correct-horse-7"}
            strength={(value) => Math.min(4, Math.floor(value.length / 4))}
            rules={[
              { id: "length", label: "12 characters or more", met: (value) => value.length >= 12 },
              { id: "digit", label: "A digit", met: (value) => /\d/u.test(value) },
            ]}
          />
          <NumberField label="Port" value={5060} steppers={{ less: "Less", more: "More" }} />
          <TextArea label="Note" rows={2} value="" />
          <TextField label="Login" value="a" error="This login is taken" />
          <TextField label="Domain" value="sip.example.com" disabled />
        </div>
      </Card>
      <Card title="Choices">
        <div class="stack">
          <Switch field={form.fields.phone} label="Telephony" help="Calls from the browser and from desk phones" />
          <Checkbox label="Send an invitation" checked help="To anna@example.com" />
          <Checkbox label="All of them" indeterminate />
          <RadioGroup
            label="Delete what they own"
            value="heir"
            options={[
              { value: "heir", label: "Hand over", help: "To another user" },
              { value: "none", label: "Leave as is" },
            ]}
          />
          <SegmentedControl
            label="Scope"
            value={model.scope.value}
            onChange={(next) => (model.scope.value = next)}
            options={["none", "own", "department", "any"].map((value) => ({ value, label: value }))}
          />
          <ProgressBar label="Used" value={7} max={10} tone="warning" text="7 of 10" />
        </div>
      </Card>
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
      <Sheet
        open={model.sheet.value}
        title="Anna Kowalska"
        subtitle="Head of sales"
        lead={<Avatar name="Anna Kowalska" id="1" size={32} />}
        unsaved={form.dirty.value}
        onClose={() => (model.sheet.value = false)}
        nav={
          <SectionNav
            sections={[
              { id: "person", label: "Person", changed: true },
              { id: "access", label: "Access", invalid: true },
              { id: "mail", label: "Mail" },
            ]}
          />
        }
        footer={
          <>
            <span class="muted">{kit.t("unsavedCount", { count: form.changes.value.length })}</span>
            <Button onClick={() => (model.sheet.value = false)}>{kit.t("cancel")}</Button>
            <Button variant="primary" onClick={() => form.validate()}>
              {kit.t("save")}
            </Button>
          </>
        }
      >
        <FormSummary form={form} />
        <FormSection id="person" title="Person" description="Name and address">
          <TextField field={form.fields.email} label="E-mail" required help="Also the login" />
          <Combobox field={form.fields.position} label="Position" required options={options} placeholder="Choose" />
        </FormSection>
        <FormSection id="access" title="Access">
          <Switch field={form.fields.phone} label="Telephony" />
        </FormSection>
        <FormSection id="mail" title="Mail">
          <EmptyState icon={Mail} title="No mail account yet" compact />
        </FormSection>
      </Sheet>
      <ConfirmDialog
        open={model.confirm.value}
        title="Delete Anna Kowalska?"
        text="12 deals and 40 contacts go to Mary O’Neill."
        confirmLabel="Delete user"
        danger
        onConfirm={() => (model.confirm.value = false)}
        onClose={() => (model.confirm.value = false)}
      />
    </div>
  );
}
