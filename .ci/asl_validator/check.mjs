// The state machines by asl-validator, beside our own check (../asl.py): another reader of the same
// specification. One line per fault; exit code 1 if there is one.
//
// Its schema refuses an empty string in Assign ("a string that is not a JSONata expression" must have
// a character there). AWS takes every string without {% %} as it stands ("Passing data between states
// with variables"), and the local engine runs it: the schema is wrong, so it sees a word instead.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const validate = createRequire(import.meta.url)('asl-validator');
const machines = fileURLToPath(new URL('../../stepfunctions/', import.meta.url));
const given = process.argv.slice(2);
const files = given.length ? given : readdirSync(machines).filter((name) => name.endsWith('.asl.json')).map((name) => machines + name);

function filled(value) {
  if (value === '') return 'empty';
  if (Array.isArray(value)) return value.map(filled);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each)]));
  return value;
}

let faults = 0;
for (const file of files) {
  const { isValid, errors } = validate(filled(JSON.parse(readFileSync(file, 'utf8'))));
  if (isValid) continue;
  for (const error of errors) {
    faults += 1;
    console.log(`${file}: ${error['Error code'] ?? ''} ${error.path ?? ''} ${error.Message ?? JSON.stringify(error)}`);
  }
}
if (!files.length) throw new Error(`no state machine in ${machines}`);
process.exit(faults ? 1 : 0);
