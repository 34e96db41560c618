import Mail from "lucide/dist/esm/icons/mail.mjs";
import Pencil from "lucide/dist/esm/icons/pencil.mjs";
import Trash from "lucide/dist/esm/icons/trash.mjs";
import type { VNode } from "preact";
import {
  Avatar,
  Badge,
  Button,
  Card,
  Checkbox,
  Combobox,
  IconButton,
  Kbd,
  MultiCombobox,
  NumberField,
  PasswordField,
  Popover,
  ProgressBar,
  RadioGroup,
  SegmentedControl,
  Select,
  Switch,
  TextArea,
  TextField,
} from "../index.ts";
import { type GalleryProps, options, people } from "./gallery.model.ts";

/** Buttons, badges, avatars. */
export function GalleryButtons({ model, env }: GalleryProps): VNode {
  const { kit } = env;
  return (
    <>
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
            <Badge tone="info">Mail</Badge>
            <Badge>Off</Badge>
          </div>
          <div class="line">
            {[20, 24, 32, 40].map((size, index) => (
              <Avatar key={size} name={people[index]?.[1] ?? ""} id={String(index)} size={size} />
            ))}
          </div>
        </div>
      </Card>
    </>
  );
}

/** Everything to type into or choose from. */
export function GalleryFields({ model }: GalleryProps): VNode {
  const { form } = model;
  return (
    <>
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
          <Combobox
            label="Successor"
            load={(query, signal) => model.findSuccessor(query, signal)}
            value={model.successor.value}
            onChange={(value) => {
              model.successor.value = value;
            }}
          />
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
    </>
  );
}
