import { type ComponentChild, h, type VNode } from "preact";
import { type Catalogue, CrewElement, css, type CssSheet, defineMessages, type Env } from "../index.ts";
import { GalleryButtons, GalleryFields } from "./gallery-controls.tsx";
import { GalleryFeedback } from "./gallery-feedback.tsx";
import { GalleryModel, type GalleryProps } from "./gallery.model.ts";
import { GalleryOverlays } from "./gallery-overlays.tsx";
import { GalleryTable } from "./gallery-table.tsx";

const en = { title: "Users" } as const;
const catalogue: Catalogue<typeof en> = defineMessages({
  en,
  load: { ru: () => Promise.resolve({ title: "Сотрудники" }) },
});

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

function Gallery(props: GalleryProps): VNode {
  return (
    <div class="gallery">
      <GalleryTable {...props} />
      <GalleryButtons {...props} />
      <GalleryFields {...props} />
      <GalleryFeedback {...props} />
      <GalleryOverlays {...props} />
    </div>
  );
}
