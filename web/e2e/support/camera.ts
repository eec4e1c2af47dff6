/** A camera in front of which somebody does what is asked: frames of a face, by gesture. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Page } from '@playwright/test';

const FACE = resolve(import.meta.dirname, 'face');

/** One frame for each gesture: a portrait of the fixtures (public domain) whose head was moved. */
export const someFace = (): Record<string, string[]> =>
  Object.fromEntries(
    readdirSync(FACE).map((name) => [
      basename(name, '.jpg'),
      [readFileSync(resolve(FACE, name), 'base64')],
    ]),
  );

export const inFrontOfCamera = (page: Page, frames: Record<string, string[]>) =>
  page.addInitScript(stand, frames);

/** In the page: somebody stands before its camera. */
export function stand(shown: Record<string, string[]>): void {
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
      // No two frames of a living camera are alike, however coarsely a JPEG keeps colours: one hue
      // came twice in some runs, and a picture of an earlier session is refused.
      for (const x of [0, 8, 16]) {
        context.fillStyle = `#${Math.random().toString(16).slice(2, 8).padEnd(6, '0')}`;
        context.fillRect(x, 0, 8, 8);
      }
    };
    draw();
    setInterval(draw, 130);
    return canvas.captureStream(15);
  };
}

export const comingNearer = (page: Page, portrait: string, comes = true) =>
  page.addInitScript(approach, { portrait, comes });

/** In the page: somebody stands before its camera, and comes as near as an oval asks. */
export function approach({ portrait, comes }: { portrait: string; comes: boolean }): void {
  const image = new Image();
  image.src = `data:image/jpeg;base64,${portrait}`;
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [640, 480];
    const context = canvas.getContext('2d')!;
    let near = 0;
    const draw = () => {
      const oval = document
        .querySelector('vestibule-verification')
        ?.shadowRoot?.querySelector('dialog ellipse');
      near = oval && comes ? Math.min(1, near + 0.1) : 0;
      const { naturalWidth: wide, naturalHeight: high } = image;
      const scale = (0.55 + 0.6 * near) * Math.max(640 / wide, 480 / high);
      context.fillStyle = '#888';
      context.fillRect(0, 0, 640, 480);
      const [x, y] = [320 - (wide * scale) / 2, 240 - (high * scale) / 2];
      context.drawImage(image, x, y, wide * scale, high * scale);
      // No two frames of a living camera are alike, however coarsely a JPEG keeps colours.
      for (const x of [0, 8, 16]) {
        context.fillStyle = `#${Math.random().toString(16).slice(2, 8).padEnd(6, '0')}`;
        context.fillRect(x, 0, 8, 8);
      }
    };
    draw();
    setInterval(draw, 70);
    return canvas.captureStream(15);
  };
}
