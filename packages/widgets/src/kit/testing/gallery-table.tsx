import Ellipsis from "lucide/dist/esm/icons/ellipsis.mjs";
import Mail from "lucide/dist/esm/icons/mail.mjs";
import Pencil from "lucide/dist/esm/icons/pencil.mjs";
import Plus from "lucide/dist/esm/icons/plus.mjs";
import Trash from "lucide/dist/esm/icons/trash.mjs";
import type { VNode } from "preact";
import {
  Avatar,
  Badge,
  BulkBar,
  Button,
  Card,
  Checkbox,
  FilterChip,
  IconButton,
  Menu,
  SearchInput,
  Table,
  Toolbar,
} from "../index.ts";
import { type GalleryProps, options, people } from "./gallery.model.ts";

/** A list with its tool bar. */
export function GalleryTable({ model, env }: GalleryProps): VNode {
  const { kit } = env;
  return (
    <>
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
    </>
  );
}
