import VolumeX from "lucide/dist/esm/icons/volume-x.mjs";
import type { VNode } from "preact";
import { Button, Icon, useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { SoftphoneState } from "../softphone.model.ts";

/** Says that the browser holds sound back, with the gesture that lets it through. */
export function SoundBlocked({ model }: { readonly model: SoftphoneState }): VNode | null {
  const { t } = useI18n(catalogue);
  if (!model.soundBlocked.value) return null;
  return (
    <div class="sound-blocked">
      <Icon icon={VolumeX} />
      <span>{t("soundBlocked")}</span>
      <Button size="small" onClick={() => void model.unlockSound()}>
        {t("allowSound")}
      </Button>
    </div>
  );
}
