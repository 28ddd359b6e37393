// Long work in parts: a generator that yields wherever it may be left for a moment, so that no frame
// has to wait for all of it.

const PART_MS = 5;

// All of it at once; returns its value.
function whole(work) {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

// A part in each task, as long as it is wanted; then `done` has its value. Where nobody looks, at once:
// a hidden window has few tasks.
function inParts(work, isWanted, done) {
  const part = () => {
    if (!isWanted()) return;
    const began = performance.now();
    let step = work.next();
    while (!step.done && (document.hidden || performance.now() - began < PART_MS)) step = work.next();
    if (step.done) done(step.value); else setTimeout(part);
  };
  part();
}
