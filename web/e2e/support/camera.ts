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
      // No two frames of a living camera are alike.
      context.fillStyle = `hsl(${Math.random() * 360} 50% 50%)`;
      context.fillRect(0, 0, 4, 4);
    };
    draw();
    setInterval(draw, 130);
    return canvas.captureStream(15);
  };
}
