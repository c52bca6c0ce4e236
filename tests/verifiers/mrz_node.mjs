// A list of zones on stdin; what the npm package `mrz` read on stdout.
import { readFileSync } from 'node:fs';
import { parse } from 'mrz';

const DIGITS = {
  number: 'documentNumberCheckDigit',
  'birth-date': 'birthDateCheckDigit',
  'expires-on': 'expirationDateCheckDigit',
  optional: 'personalNumberCheckDigit',
  composite: 'compositeCheckDigit',
};

function read(zone) {
  let result;
  try {
    result = parse(zone.lines);
  } catch (error) {
    return { error: String(error.message) };
  }
  const value = (field) => {
    const detail = result.details.find((one) => one.field === field);
    return detail?.value ?? null;
  };
  const digits = {};
  for (const [ours, theirs] of Object.entries(DIGITS)) {
    const detail = result.details.find((one) => one.field === theirs);
    if (detail) digits[ours] = detail.valid;
  }
  return {
    surname: value('lastName'),
    'given-names': value('firstName'),
    number: value('documentNumber'),
    'issuing-state': value('issuingState'),
    nationality: value('nationality'),
    'birth-date': value('birthDate'),
    'expires-on': value('expirationDate'),
    sex: value('sex'),
    kind: value('documentCode'),
    digits,
    accepted: result.valid,
  };
}

const zones = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(zones.map(read)));
