/** Tells people with closed eyes that they may open them: a short tone and a vibration. */

export function cue(muted: boolean): void {
  // Vibration needs a user gesture in some browsers and throws in none.
  if ('vibrate' in navigator) navigator.vibrate(60);
  if (muted || typeof AudioContext === 'undefined') return;
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = 880;
  volume.gain.setValueAtTime(0.12, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.25);
  tone.connect(volume).connect(audio.destination);
  tone.onended = () => void audio.close();
  tone.start();
  tone.stop(audio.currentTime + 0.25);
}
