/** The drawer of QR codes, which only the hand-off needs. */
export const drawer = () => import('lean-qr');
