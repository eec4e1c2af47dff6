/** A camera in front of which somebody does what is asked: frames of a face, by gesture. */
import type { Page } from '@playwright/test';

export async function inFrontOfCamera(page: Page, frames: Record<string, string[]>) {
  await page.addInitScript((shown) => {
    const load = (base64: string) => {
      const image = new Image();
      image.src = `data:image/jpeg;base64,${base64}`;
      return image;
    };
    const pictures = Object.fromEntries(
      Object.entries(shown).map(([gesture, list]) => [gesture, list.map(load)]),
    );
    const asked = () =>
      document
        .querySelector('vestibule-verification')
        ?.shadowRoot?.querySelector<HTMLElement>('[part=prompt]')?.dataset.gesture || 'neutral';
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = document.createElement('canvas');
      const context = canvas.getContext('2d')!;
      let shot = 0;
      const draw = () => {
        const list = pictures[asked()] ?? pictures.neutral!;
        const image = list[shot++ % list.length]!;
        if (canvas.width !== image.naturalWidth) {
          canvas.width = image.naturalWidth;
          canvas.height = image.naturalHeight;
        }
        context.drawImage(image, 0, 0);
      };
      draw();
      setInterval(draw, 130);
      return canvas.captureStream(15);
    };
  }, frames);
}
