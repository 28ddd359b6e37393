// How dear a frame of a flight is, measured while the map flies. Where no graphics processor fills
// the pixels a frame takes its time by their number, so a dear flight is drawn in fewer of them.

const SHARES = [1, 0.75, 0.5]; // of the canvas's pixels along each side
const DEAR_MS = 7, CHEAP_MS = 3; // of the main thread, for a frame
const FEW_FRAMES = 3; // that must have been measured before the share is changed

function createThrift(clock = () => performance.now()) {
  const channel = new MessageChannel();
  let began = 0, cost = 0, frames = 0, chosen = 0;
  const turn = (to) => { chosen = clamp(to, 0, SHARES.length - 1); frames = 0; };
  // a message is heard when the main thread is done with the frame, its pixels included
  channel.port1.onmessage = () => {
    const took = clock() - began;
    cost = frames ? cost + (took - cost) * 0.3 : took;
    if (++frames >= FEW_FRAMES && cost > DEAR_MS) turn(chosen + 1);
  };
  return {
    // A flight begins: what has become cheap may be sharp again.
    begin() { if (frames >= FEW_FRAMES && cost < CHEAP_MS) turn(chosen - 1); },
    // A frame of it begins.
    measure() { began = clock(); channel.port2.postMessage(null); },
    share: () => SHARES[chosen],
    isCheap: () => frames >= FEW_FRAMES && cost < CHEAP_MS,
  };
}

const thrift = createThrift(); // one for all maps: they share the main thread

// Until the frame that is due has been shown; in a window that shows none, at once.
const shown = () => new Promise((done) => {
  setTimeout(done, document.hidden ? 0 : 250);
  requestAnimationFrame(() => setTimeout(done));
});
