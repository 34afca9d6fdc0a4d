// Validates bills of materials against the official schemas: CycloneDX by its own library for JavaScript, SPDX 3.0.1 by Ajv.
// usage: node validate-bom.mjs NODE_MODULES SPDX_SCHEMA FILE…; prints a line for each file and ends with 1 when one is not valid.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [modules, spdxSchema, ...files] = process.argv.slice(2);
const need = createRequire(join(modules, 'here.js'));
const { Spec, Validation } = need('@cyclonedx/cyclonedx-library');
const Ajv = need('ajv/dist/2020').default;

const spdx = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(spdxSchema, 'utf8')));

const errorsOf = async text => {
  const bill = JSON.parse(text);
  if (bill.bomFormat === 'CycloneDX') return new Validation.JsonStrictValidator(Object.values(Spec.Version).find(version => version === bill.specVersion)).validate(text);
  return spdx(bill) ? null : spdx.errors;
};

let invalid = 0;
for (const file of files) {
  const errors = await errorsOf(readFileSync(file, 'utf8'));
  if (errors !== null) invalid = 1;
  console.log(`${errors === null ? 'valid' : 'INVALID'} ${file}${errors === null ? '' : `\n${JSON.stringify(errors, null, 1).slice(0, 5000)}`}`);
}
process.exitCode = invalid;
