import type { Meta, StoryObj } from '@storybook/web-components-vite';
import '../src/define.js';
import { STATES, shown } from '../test/browser/states.js';

/** Every screen, as the tests know it. None needs a network or a camera. */
const meta: Meta = { title: 'Every screen', component: 'vestibule-verification' };
export default meta;

const screen = (name: string): StoryObj => ({
  render: (_, { globals }) => {
    const place = document.createElement('div');
    const state = STATES.find((one) => one.name === name);
    if (!state) throw new Error(`no screen ${name}`);
    void shown(state, globals.theme === 'dark' ? 'dark' : 'light', place);
    return place;
  },
});

export const Intro = screen('intro');
export const IntroHandOff = screen('intro-hand-off');
export const IntroRightToLeft = screen('intro-right-to-left');
export const IntroOneDocument = screen('intro-one-document');
export const DocumentChoose = screen('document-choose');
export const DocumentChooseBack = screen('document-choose-back');
export const DocumentDragging = screen('document-dragging');
export const DocumentRefused = screen('document-refused');
export const DocumentPreview = screen('document-preview');
export const DocumentPreviewHints = screen('document-preview-hints');
export const DocumentSending = screen('document-sending');
export const DocumentNotSent = screen('document-not-sent');
export const LivenessReady = screen('liveness-ready');
export const LivenessSlower = screen('liveness-slower');
export const LivenessAgain = screen('liveness-again');
export const LivenessCameraDenied = screen('liveness-camera-denied');
export const LivenessOpening = screen('liveness-opening');
export const LivenessPose = screen('liveness-pose');
export const LivenessHold = screen('liveness-hold');
export const LivenessDone = screen('liveness-done');
export const LivenessCannot = screen('liveness-cannot');
export const LivenessAttemptsSpent = screen('liveness-attempts-spent');
export const Processing = screen('processing');
export const ProcessingTimeout = screen('processing-timeout');
export const HandOff = screen('hand-off');
export const ResultApproved = screen('result-approved');
export const ResultNeedsReview = screen('result-needs_review');
export const ResultResubmitRequested = screen('result-resubmit_requested');
export const ResultRejected = screen('result-rejected');
export const ResultRejectedTwoReasons = screen('result-rejected-two-reasons');
export const ResultExpired = screen('result-expired');
export const ResultError = screen('result-error');
