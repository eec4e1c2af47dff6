import { application } from '../application.ts';

export default application(
  import.meta.dirname,
  'app',
  ['index.html', 'verify.html'],
  '../packages/vestibule-shell/src/wanted.ts',
);
