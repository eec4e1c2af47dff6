/** The drawer of QR codes for the UMD file: `parts/qr.js` beside the script. */
import { beside } from './beside.umd.js';

export const drawer = () => beside<typeof import('lean-qr')>('parts/qr.js');
