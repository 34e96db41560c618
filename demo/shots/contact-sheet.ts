import { variants } from "./camera.ts";
import type { Scene } from "./scene.ts";

/** A page that shows all pictures side by side, a row for each state. */
export function contactSheet(scenes: readonly Scene[], pictures: ReadonlyMap<Scene, readonly string[]>): string {
  const head = variants.map(({ theme, language, width }) => `<th>${theme} · ${language} · ${width}</th>`).join("");
  const rows = scenes
    .map((scene) => {
      const cells = (pictures.get(scene) ?? [])
        .map((name) => `<td><a href="${name}"><img loading="lazy" src="${name}" alt="${name}"></a></td>`)
        .join("");
      return `<tr><th scope="row">${scene.widget}<br>${scene.state}</th>${cells}</tr>`;
    })
    .join("\n");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Crewdock: states of the widgets</title>
<style>
  body { font: 14px/1.4 system-ui, sans-serif; margin: 24px; }
  th { text-align: start; font-weight: 500; padding: 8px; vertical-align: top; }
  thead th { position: sticky; top: 0; background: #fff; }
  td { padding: 4px; vertical-align: top; }
  img { block-size: 220px; border: 1px solid #ddd; }
</style>
<table>
<thead><tr><th>State</th>${head}</tr></thead>
<tbody>
${rows}
</tbody>
</table>
</html>
`;
}
