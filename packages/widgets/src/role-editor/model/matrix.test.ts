import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Catalogue, defaultCatalogue } from "@crewdock/contract";
import { indexCatalogue } from "./catalogue-index.ts";
import { filterMatrix, layOutMatrix } from "./matrix-layout.ts";
import { cellStop, columnStop, entityStop, type Move, moveStop, sectionStop, stopsOf } from "./matrix-stops.ts";
import type { Names } from "./names.ts";

const index = indexCatalogue(defaultCatalogue);
const layout = layOutMatrix(index);
const names: Names = {
  section: ({ id }) => id,
  entity: ({ id }) => id,
  action: ({ key }) => key.slice(key.lastIndexOf(".") + 1),
  full: (key) => key,
  scope: (_action, scope) => scope,
  reach: (_action, scope) => scope,
};

describe("the layout of the matrix", () => {
  it("puts shared actions side by side and lists the rest one a line", () => {
    assert.deepEqual(
      layout.map(({ section, kind }) => [section.id, kind]),
      [
        ["records", "table"],
        ["telephony", "list"],
        ["administration", "table"],
      ],
    );
    assert.deepEqual(
      layout[0]!.columns.map(({ verb }) => verb),
      ["view", "create", "edit", "delete", "export"],
    );
    assert.equal(layout[2]!.rows.at(-1)!.cells[1], null, "the audit log cannot be managed");
  });

  it("shows every action of any catalogue exactly once", () => {
    const odd: Catalogue = {
      sections: [
        ...defaultCatalogue.sections,
        { id: "empty", label: null, entities: [] },
        {
          id: "odd",
          label: null,
          entities: [
            {
              id: "x",
              label: null,
              actions: [{ key: "elsewhere.do", label: null, scopes: ["none", "any"], meaning: null, requires: [] }],
            },
          ],
        },
      ],
    };
    const shown = layOutMatrix(indexCatalogue(odd)).flatMap(({ rows }) =>
      rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.key ?? [])),
    );
    assert.deepEqual([...shown].sort(), [...indexCatalogue(odd).actions.keys()].sort());
  });

  it("finds actions by words of action, entity and section in any order", () => {
    const keys = (query: string): string[] =>
      filterMatrix(layout, query, names).flatMap(({ rows }) =>
        rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.key ?? [])),
      );
    assert.deepEqual(keys("Deal EXPORT"), ["deal.export"]);
    assert.deepEqual(keys("recording"), ["call.recording.listen", "call.recording.delete"]);
    assert.equal(keys("administration").length, 8);
    assert.deepEqual(keys("no such right"), []);
    assert.equal(filterMatrix(layout, "top", names)[0]!.rows[0]!.span, 1);
  });
});

describe("moving in the matrix", () => {
  const grid = stopsOf(layout);
  const go = (from: string, move: Move, column = 1): string | undefined => moveStop(grid, from, move, column)?.id;

  it("goes sideways over gaps, and stops at the ends", () => {
    assert.equal(go(cellStop("deal.view"), "right"), cellStop("deal.create"));
    assert.equal(go(cellStop("deal.view"), "left"), entityStop("deal"));
    assert.equal(go(cellStop("audit.view"), "right"), undefined);
    assert.equal(go(cellStop("call.place"), "left"), undefined);
  });

  it("goes up into headers and down through sections, keeping its column", () => {
    assert.equal(go(cellStop("contact.edit"), "up", 3), columnStop("records", "edit"));
    assert.equal(go(cellStop("task.export"), "down", 5), sectionStop("telephony"));
    assert.equal(go(cellStop("balance.topUp"), "down", 2), columnStop("administration", "manage"));
    assert.equal(go(cellStop("security.manage"), "down", 2), cellStop("audit.view"));
  });

  it("jumps to the ends of a line and of the whole", () => {
    assert.equal(go(cellStop("deal.edit"), "rowStart"), entityStop("deal"));
    assert.equal(go(cellStop("deal.edit"), "rowEnd"), cellStop("deal.export"));
    assert.equal(go(cellStop("deal.edit"), "start"), sectionStop("records"));
    assert.equal(go(cellStop("deal.edit"), "end"), cellStop("audit.view"));
  });

  it("reaches every stop by arrows alone", () => {
    const all = new Set(grid.flat().flatMap((stop) => stop?.id ?? []));
    const seen = new Set<string>([cellStop("contact.view")]);
    const open = [...seen];
    for (let from = open.pop(); from !== undefined; from = open.pop()) {
      for (const move of ["left", "right", "up", "down"] as const) {
        for (const column of [0, 1, 2, 3, 4, 5]) {
          const next = moveStop(grid, from, move, column)?.id;
          if (next !== undefined && !seen.has(next)) {
            seen.add(next);
            open.push(next);
          }
        }
      }
    }
    assert.deepEqual([...seen].sort(), [...all].sort());
  });
});
