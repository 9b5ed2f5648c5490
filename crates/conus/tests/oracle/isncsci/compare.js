// How does the public algorithm classify the exams that conus classified, and where do the two differ?
//
//   isncsci_exams COUNT SEED | node compare.js FOLDER           the comparison
//   isncsci_exams COUNT SEED | node compare.js FOLDER sample    what the package says, one exam a row
//
// FOLDER holds node_modules/isncsci. Rows come in on standard input: the columns of conus's worksheet, then its scores.
// Ends with an error when some answers differ in a way that README.md does not list.
'use strict';
const path = require('path');
const readline = require('readline');

const { ISNCSCI } = require(path.resolve(process.argv[2], 'node_modules/isncsci'));
const sample = process.argv[3] === 'sample';

const SEGMENTS = ['C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10',
  'T11', 'T12', 'L1', 'L2', 'L3', 'L4', 'L5', 'S1', 'S2', 'S3', 'S4_5'];
const MUSCLES = ['C5', 'C6', 'C7', 'C8', 'T1', 'L2', 'L3', 'L4', 'L5', 'S1'];

// Where the package says what a column of conus says. It gives no motor score of both sides.
const FIELDS = {
  right_sensory_level: r => r.classification.neurologicalLevels.sensoryRight,
  left_sensory_level: r => r.classification.neurologicalLevels.sensoryLeft,
  right_motor_level: r => r.classification.neurologicalLevels.motorRight,
  left_motor_level: r => r.classification.neurologicalLevels.motorLeft,
  neurological_level: r => r.classification.neurologicalLevelOfInjury,
  completeness: r => r.classification.injuryComplete,
  ais: r => r.classification.ASIAImpairmentScale,
  right_sensory_zone: r => r.classification.zoneOfPartialPreservations.sensoryRight,
  left_sensory_zone: r => r.classification.zoneOfPartialPreservations.sensoryLeft,
  right_motor_zone: r => r.classification.zoneOfPartialPreservations.motorRight,
  left_motor_zone: r => r.classification.zoneOfPartialPreservations.motorLeft,
  right_upper_extremity_motor: r => r.totals.right.upperExtremity,
  left_upper_extremity_motor: r => r.totals.left.upperExtremity,
  upper_extremity_motor: r => r.totals.upperExtremity,
  right_lower_extremity_motor: r => r.totals.right.lowerExtremity,
  left_lower_extremity_motor: r => r.totals.left.lowerExtremity,
  lower_extremity_motor: r => r.totals.lowerExtremity,
  right_motor: r => r.totals.right.motor,
  left_motor: r => r.totals.left.motor,
  right_light_touch: r => r.totals.right.lightTouch,
  left_light_touch: r => r.totals.left.lightTouch,
  light_touch: r => r.totals.lightTouch,
  right_pin_prick: r => r.totals.right.pinPrick,
  left_pin_prick: r => r.totals.left.pinPrick,
  pin_prick: r => r.totals.pinPrick,
};

function examOf(row) {
  const boxes = (side, kind, segments) =>
    Object.fromEntries(segments.map(segment => [segment, row[`${side}_${kind}_${segment.toLowerCase()}`]]));
  const sideOf = side => ({
    motor: boxes(side, 'motor', MUSCLES),
    lightTouch: boxes(side, 'light_touch', SEGMENTS),
    pinPrick: boxes(side, 'pin_prick', SEGMENTS),
    lowestNonKeyMuscleWithMotorFunction: row[`${side}_lowest_non_key_muscle`] || undefined,
  });
  return {
    right: sideOf('right'), left: sideOf('left'),
    voluntaryAnalContraction: row.vac, deepAnalPressure: row.dap,
  };
}

const words = text => new Set(text.replace(/\*/g, '').split(','));

// How two answers differ, as README.md lists it; null when they are the same.
function difference(name, row, ours, theirs) {
  if (ours === theirs) return null;
  const field = name.replace(/^(right|left)_/, ''), side = name.split('_')[0];
  const [a, b] = [words(ours), words(theirs)];
  const missing = [...b].filter(word => !a.has(word)), added = [...a].filter(word => !b.has(word));
  if (ours.replace(/\*/g, '') === theirs.replace(/\*/g, '')) {
    const [mine, other] = [ours, theirs].map(text => (text.match(/\*/g) || []).length);
    return `${field}: the package has ${mine < other ? 'more' : mine > other ? 'fewer' : 'other'} stars`;
  }
  if (field === 'neurological_level' && [...missing, ...added].every(word => word === 'S3' || word === 'INT')) {
    return 'neurological_level: S3 where the sphincter may not contract';
  }
  if (field === 'ais' && added.length === 0 && missing.every(word => word === 'C' || word === 'D')) {
    return 'ais: C or D that no filling gives';
  }
  if (field === 'motor_zone' && row[`${side}_lowest_non_key_muscle`]) {
    return 'motor_zone: by a non-key muscle in an injury that need not be C';
  }
  return `${field}: not understood`;
}

// What an exam leaves open: nothing, untested boxes, starred boxes, or both.
function openness(row, items) {
  const cells = items.map(name => row[name]);
  const untested = cells.some(cell => cell === 'NT'), starred = cells.some(cell => cell.endsWith('*'));
  return untested ? (starred ? 'NT and stars' : 'NT') : (starred ? 'stars' : 'nothing');
}

// An exam in 136 letters, as README.md says.
function letters(row, items) {
  const letter = (cell, item) => {
    if (item.endsWith('non_key_muscle')) return cell ? String(MUSCLES.indexOf(cell)) : '-';
    if (item === 'vac' || item === 'dap') return { Yes: 'Y', No: 'N', NT: 'T' }[cell];
    const [grade, stars] = [cell.replace(/\*/g, ''), cell.split('*').length - 1];
    return ['012345N', 'abcdefn', 'ABCDEFM'][stars]['0 1 2 3 4 5 NT'.split(' ').indexOf(grade)];
  };
  return items.map(item => letter(row[item], item)).join('');
}

async function main() {
  const kinds = new Map(), exams = {};
  let names = null, items = null, fields = 0, differing = 0, number = -1;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const cells = line.split(';');
    if (!names) {
      names = cells;
      items = names.slice(0, names.indexOf('right_sensory_level'));
      if (sample) console.log(`exam;${Object.keys(FIELDS).join(';')}`);
      continue;
    }
    number += 1;
    const row = Object.fromEntries(names.map((name, at) => [name, cells[at]]));
    const result = new ISNCSCI(examOf(row));
    if (sample) {
      console.log(`${letters(row, items)};${Object.values(FIELDS).map(field => field(result)).join(';')}`);
      continue;
    }
    const open = openness(row, items);
    exams[open] = (exams[open] || 0) + 1;
    let differs = false;
    for (const [name, field] of Object.entries(FIELDS)) {
      const theirs = field(result);
      fields += 1;
      const kind = difference(name, row, row[name], theirs);
      if (!kind) continue;
      differs = true;
      const seen = kinds.get(kind) || { count: 0, example: `exam ${number}, ${name}: conus ${row[name]}, package ${theirs}` };
      seen.count += 1;
      kinds.set(kind, seen);
    }
    differing += differs ? 1 : 0;
  }
  if (sample) return;
  console.log(`exams: ${number + 1}, of which leave open ${Object.entries(exams).map(([open, count]) => `${open} ${count}`).join(', ')}`);
  console.log(`fields compared: ${fields}`);
  console.log(`exams with a difference: ${differing}`);
  for (const [kind, { count, example }] of [...kinds].sort()) console.log(`${count} | ${kind} | ${example}`);
  if ([...kinds.keys()].some(kind => kind.endsWith('not understood'))) process.exit(1);
}

main();
