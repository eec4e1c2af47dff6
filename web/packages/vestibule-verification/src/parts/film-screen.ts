/**
 * The window while a service films: first the warning, then the mirror with the oval, then the light.
 * A dialog of its own beside the element's screens: it must fill the window, and nothing else may be
 * reached meanwhile.
 */
import type { Host } from '../host.js';
import type { Oval } from '../stream/messages.js';
import type { Fit, Size } from '../stream/oval.js';
import { adopt } from './adopt.js';
import { show } from './camera.js';
import { filmLooks } from './film-looks.js';

const SVG = 'http://www.w3.org/2000/svg';
const rgb = (colour: number[]): string => `rgb(${colour.join(' ')})`;

/** Ways out of it. */
export interface Ways {
  cannot: () => void;
  stop: () => void;
}

export class FilmScreen {
  readonly video = document.createElement('video');
  private readonly dialog = document.createElement('dialog');
  private readonly mirror = this.made('div', 'mirror');
  private readonly words = this.made('p', 'say');
  private readonly light = this.made('div', 'light');

  constructor(
    private readonly host: Host,
    private readonly ways: Ways,
  ) {
    adopt(host.shadowRoot, filmLooks);
    this.dialog.className = 'film';
    this.dialog.setAttribute('part', 'film');
    this.dialog.setAttribute('aria-label', host.t('film.title'));
    this.dialog.addEventListener('cancel', () => ways.stop());
    host.shadowRoot!.append(this.dialog);
    this.dialog.showModal();
  }

  /** Nothing lights up before somebody has said that it may. */
  async warn(signal: AbortSignal): Promise<void> {
    const { t } = this.host;
    const words = this.made('div', 'words');
    const title = this.made('h2', '', t('film.title'));
    title.setAttribute('part', 'title');
    const warning = this.made('div', 'note warn', t('film.warning'));
    words.append(title, warning, this.made('p', '', t('film.how')));
    this.dialog.replaceChildren(words);
    await new Promise<void>((begin, leave) => {
      signal.addEventListener('abort', () => leave(new DOMException('aborted', 'AbortError')));
      words.append(
        this.button('primary', t('film.begin'), begin),
        this.button('secondary', t('film.cannot'), this.ways.cannot),
        this.button('quiet', t('action.cancel'), this.ways.stop),
      );
      words.querySelector('button')?.focus();
    });
  }

  /** The mirror, as large as the film allows. */
  async open(stream: MediaStream): Promise<Size> {
    const { host, video } = this;
    video.muted = true;
    video.playsInline = true;
    video.setAttribute('aria-label', host.t('liveness.video'));
    this.words.setAttribute('part', 'prompt');
    this.mirror.append(video);
    this.dialog.replaceChildren(
      this.mirror,
      this.light,
      this.words,
      this.button('quiet', host.t('action.cancel'), this.ways.stop),
    );
    await show(video, stream);
    const { videoWidth: width, videoHeight: height } = video;
    this.mirror.style.aspectRatio = `${width} / ${height}`;
    return { width, height };
  }

  /** Shown, and read out when it changes. */
  say(text: string): void {
    if (this.words.textContent === text) return;
    this.words.textContent = text;
    this.host.say(text);
  }

  outline(oval: Oval, film: Size): void {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', `0 0 ${film.width} ${film.height}`);
    svg.setAttribute('aria-hidden', 'true');
    const line = document.createElementNS(SVG, 'ellipse');
    const at = { cx: oval.CenterX, cy: oval.CenterY, rx: oval.Width / 2, ry: oval.Height / 2 };
    for (const [name, value] of Object.entries(at)) line.setAttribute(name, String(value));
    svg.append(line);
    this.mirror.append(svg);
    const [x, y] = [(100 * at.cx) / film.width, (100 * at.cy) / film.height];
    const [rx, ry] = [(100 * at.rx) / film.width, (100 * at.ry) / film.height];
    this.video.style.clipPath = `ellipse(${rx}% ${ry}% at ${x}% ${y}%)`;
  }

  fits(fit: Fit | ''): void {
    this.dialog.dataset.fit = fit;
  }

  /** One colour comes down over the one before; `share` (0-1) of the window has it. */
  shine(colour: number[], before: number[], share: number): void {
    const at = `${Math.round(share * 1000) / 10}%`;
    const light = `linear-gradient(${rgb(colour)} ${at}, ${rgb(before)} ${at})`;
    this.dialog.style.background = this.light.style.background = light;
  }

  dark(): void {
    this.dialog.style.background = this.light.style.background = '';
  }

  close(): void {
    this.dialog.close();
    this.dialog.remove();
  }

  private made(tag: string, name: string, text = ''): HTMLElement {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    return element;
  }

  private button(name: string, text: string, act: () => void): HTMLElement {
    const button = this.made('button', name, text);
    button.setAttribute('part', name === 'primary' ? 'button primary-button' : 'button');
    button.addEventListener('click', act);
    return button;
  }
}
