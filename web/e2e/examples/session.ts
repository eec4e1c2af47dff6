/** What the host knows: where the API is, and the person's token. Here the address says it. */
const query = new URLSearchParams(location.search);
export const apiBase = query.get('api') ?? '';
export const token = async () => query.get('token') ?? '';
