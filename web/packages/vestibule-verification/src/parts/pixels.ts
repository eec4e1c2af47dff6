/** What a camera shows now, made smaller. */
const canvas = typeof document === 'undefined' ? undefined : document.createElement('canvas');

export function pixels(video: HTMLVideoElement, longSide: number): ImageData {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, longSide / Math.max(videoWidth, videoHeight));
  const paper = canvas?.getContext('2d', { willReadFrequently: true });
  if (!canvas || !paper) throw new Error('no 2d canvas');
  canvas.width = Math.max(3, Math.round(videoWidth * scale));
  canvas.height = Math.max(3, Math.round(videoHeight * scale));
  paper.drawImage(video, 0, 0, canvas.width, canvas.height);
  return paper.getImageData(0, 0, canvas.width, canvas.height);
}
