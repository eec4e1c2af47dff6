/** The nets, out of the package that ships them in one file; its loader says where each begins. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';

const NAMES = {
  'face-finder.tflite': 'face_detection_short_range.tflite',
  'face-mesh.tflite': 'face_landmark.tflite',
};

export function packed(): Record<string, ArrayBuffer> {
  const folder = dirname(createRequire(import.meta.url).resolve('@mediapipe/face_mesh'));
  const read = (name: string) =>
    readFileSync(resolve(folder, `face_mesh_solution_packed_assets${name}`));
  const loader = read('_loader.js').toString();
  const data = read('.data');
  return Object.fromEntries(
    Object.entries(NAMES).map(([ours, theirs]) => {
      const place = new RegExp(`/${theirs}"[^}]*?"start": ?(\\d+)[^}]*?"end": ?(\\d+)`).exec(
        loader,
      );
      if (!place) throw new Error(`${theirs} is not in @mediapipe/face_mesh`);
      const [start, end] = [Number(place[1]), Number(place[2])];
      return [ours, new Uint8Array(data.subarray(start, end)).buffer];
    }),
  );
}
