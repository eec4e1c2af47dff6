/** The drawer of QR codes as a file of its own, for a page without a bundler. */
export { generate } from 'lean-qr';
