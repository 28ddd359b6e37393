// Packed layers: gzip of varints (the format is described in geo/encode.py) to typed arrays.

const POINT = 0, LINE = 1, EXTERIOR = 2, INTERIOR = 3;
const CHUNK = 64; // vertices that are culled together
const BREATH = 8000; // vertices of a level that are made before others may have the main thread

const LEAST = [1, 2, 3, 3]; // the fewest vertices that each kind is drawn with
const LONG = 15;            // a length of four bits that stands for any longer one
const VERSION = 2;

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64.trim());
  const text = atob(base64), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

async function inflate(base64) {
  const stream = new DecompressionStream("gzip"), writer = stream.writable.getWriter();
  // what is wrong with the data, the other end says
  for (const done of [writer.write(bytesOf(base64)), writer.close()]) done.catch(() => {});
  return new Uint8Array(await new Response(stream.readable).arrayBuffer());
}

// A layer: {features, levels, level(i), making(i)}. Unpacked it is whole numbers on the grid; directions
// are computed for the vertices of a level when it is asked for the first time, and for no others:
// at once by level(i), in parts by making(i), which yields between them.
function decode(bytes) {
  let at = 0;
  const unsigned = () => {
    let value = 0, factor = 1, byte;
    do {
      if (at >= bytes.length) throw new Error("a packed layer ends too early");
      byte = bytes[at++];
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    return value;
  };
  const several = (count, Kind = Uint32Array) => {
    // every number takes a byte at least: a false count must not take all of the memory
    if (count > bytes.length - at) throw new Error("a packed layer ends too early");
    const found = new Kind(count);
    for (let i = 0; i < count; i++) {
      if (bytes[at] < 128) found[i] = bytes[at++]; else found[i] = unsigned(); // most take one byte
    }
    return found;
  };
  const version = unsigned();
  if (version !== VERSION) throw new Error(`a packed layer has the unknown version ${version}`);
  const scale = unsigned(), features = unsigned(), tolerances = several(unsigned());
  const parts = unsigned(), vertices = unsigned(), stretches = unsigned();
  const feature = several(parts), kind = several(parts, Uint8Array), counts = several(parts);
  const lengths = several(2 * stretches), back = several(stretches);
  let told = 0, sum = 0;
  for (let i = 0; i < lengths.length; i++) { sum += lengths[i]; if (i % 2 === 0) told += lengths[i]; }
  const grid = {scale, parts, kind, feature, start: new Uint32Array(parts + 1)};
  for (let p = 0; p < parts; p++) {
    if (p) feature[p] += feature[p - 1];
    grid.start[p + 1] = grid.start[p] + counts[p];
  }
  if (sum !== vertices || grid.start[parts] !== vertices) throw new Error("a packed layer contradicts itself");
  const isTagged = tolerances.length > 1;
  if ((isTagged ? 2 : 1) * told > bytes.length - at) throw new Error("a packed layer ends too early");
  const tags = isTagged ? bytes.subarray(at, at += told) : new Uint8Array(told); // a level takes one byte
  const sizes = bytes.subarray(at, at += told), long = countLong(sizes);
  const big = several(long, Float64Array);
  place(grid, {vertices, lengths, back, tags, sizes, big, bits: bytes.subarray(at)});
  const levels = Array.from(tolerances, (tolerance) => ({tolerance}));
  function* making(i) {
    if (levels[i].xyz) return;
    const level = yield* thinned(grid, i, tolerances[i]);
    yield* addCaps(level);
    levels[i] = level;
  }
  const level = (i) => {
    if (!levels[i].xyz) whole(making(i));
    return levels[i];
  };
  return {features, levels, level, making};
}

function countLong(sizes) {
  let long = 0;
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i] >= LONG << 4) long++;
    if ((sizes[i] & 15) === LONG) long++;
  }
  return long;
}

// A step in either direction from its number, which alternates between them; a long one's number may
// be more than 32 bits hold.
const stepOf = (value) => (value >>> 1) ^ -(value & 1);
const longStep = (value) => (value % 2 ? -(value + 1) / 2 : value / 2) | 0;

// Where each vertex lies, from the steps between them.
function place(grid, {vertices, lengths, back, tags, sizes, big, bits}) {
  const {scale} = grid, tag = grid.tag = new Uint8Array(vertices);
  const xs = grid.xs = new Int32Array(vertices), ys = grid.ys = new Int32Array(vertices);
  // all in local variables: what a closure holds is slower to read, and this is done for every vertex
  let bit = 0, held = 0, next = 0, longs = 0;
  let x = 0, y = 0, band = 0, i = 0, told = 0;
  for (let s = 0; s < back.length; s++) {
    for (const end = i + lengths[2 * s]; i < end; i++, told++) {
      // written out for both directions: each vertex of the page goes through here before the first picture
      let down = sizes[told] & 15, across = sizes[told] >> 4;
      if (down === LONG) y = y + longStep(big[longs++]) | 0;
      else {
        if (down > 1) {
          down--;
          while (bit < down) { held |= bits[next++] << bit; bit += 8; }
          const value = held & (1 << down) - 1 | 1 << down;
          held >>>= down;
          bit -= down;
          down = value;
        }
        y = y + stepOf(down) | 0;
      }
      band = bandOf(y, scale);
      if (across === LONG) x = (x >> band) + longStep(big[longs++]) << band;
      else {
        if (across > 1) {
          across--;
          while (bit < across) { held |= bits[next++] << bit; bit += 8; }
          const value = held & (1 << across) - 1 | 1 << across;
          held >>>= across;
          bit -= across;
          across = value;
        }
        x = (x >> band) + stepOf(across) << band;
      }
      tag[i] = tags[told];
      xs[i] = x; ys[i] = y;
    }
    let from = i - back[s];
    for (const end = i + lengths[2 * s + 1]; i < end; i++, from--) {
      tag[i] = tag[from];
      x = xs[i] = xs[from]; y = ys[i] = ys[from];
    }
  }
}

// How many times the steps of longitude are halved (geo/grid.py).
function bandOf(y, scale) {
  const away = Math.abs(y);
  return away < 60 * scale ? 0 : away < 76 * scale ? 1 : away < 83 * scale ? 2 : 3;
}

// A level: the directions of the vertices that it keeps; parts with too few of them are left out.
function* thinned(grid, number, tolerance) {
  const {tag, xs, ys, scale, start} = grid, kept = [], counts = [];
  let vertices = 0;
  for (let p = 0; p < grid.parts; p++) {
    let count = 0;
    for (let i = start[p], end = start[p + 1]; i < end; i++) if (tag[i] >= number) count++;
    if (number && count < LEAST[grid.kind[p]]) continue;
    kept.push(p);
    counts.push(count);
    vertices += count;
  }
  const level = {
    tolerance, parts: kept.length,
    feature: Uint32Array.from(kept, (p) => grid.feature[p]), kind: Uint8Array.from(kept, (p) => grid.kind[p]),
    start: new Uint32Array(kept.length + 1), xyz: new Float32Array(3 * vertices),
    seam: new Uint8Array(vertices), // where the data was cut at 180° or ends at a pole: filled across, never outlined
  };
  const {xyz, seam} = level, turn = RADIANS / scale, half = 180 * scale, pole = 90 * scale;
  let to = 0;
  const direct = (from, end) => {
    for (let i = from; i < end; i++) {
      if (tag[i] < number) continue;
      const x = xs[i], y = ys[i], cosLat = Math.cos(y * turn);
      xyz[3 * to] = cosLat * Math.cos(x * turn);
      xyz[3 * to + 1] = cosLat * Math.sin(x * turn);
      xyz[3 * to + 2] = Math.sin(y * turn);
      seam[to++] = Math.abs(x) === half || Math.abs(y) === pole ? 1 : 0;
    }
  };
  let rested = 0;
  for (let part = 0; part < kept.length; part++) {
    direct(start[kept[part]], start[kept[part] + 1]);
    level.start[part + 1] = to;
    if (to - rested > BREATH) { rested = to; yield; }
  }
  return level;
}

// A bounding cap (direction and angle) for each chunk of each part, and for each part whole.
function* addCaps(level) {
  const {start, parts, xyz} = level;
  level.chunkStart = new Uint32Array(parts + 1);
  for (let p = 0; p < parts; p++) {
    level.chunkStart[p + 1] = level.chunkStart[p] + Math.ceil((start[p + 1] - start[p]) / CHUNK);
  }
  level.chunkCap = new Float32Array(4 * level.chunkStart[parts]);
  level.partCap = new Float32Array(4 * parts);
  level.seamed = new Uint8Array(parts); // whether a part has seams, which its outline leaves out
  level.whole = new Uint8Array(parts); // a ring of nothing but seams goes round the whole world
  let rested = 0;
  for (let p = 0; p < parts; p++) {
    if (start[p] - rested > BREATH) { rested = start[p]; yield; }
    boundingCap(xyz, start[p], start[p + 1], level.partCap, p);
    let seams = 0;
    for (let i = start[p]; i < start[p + 1]; i++) seams += level.seam[i];
    level.seamed[p] = seams > 0 ? 1 : 0;
    level.whole[p] = level.kind[p] === EXTERIOR && seams === start[p + 1] - start[p] ? 1 : 0;
    // what so wide a ring encloses may lie outside the cap of its vertices
    if (level.kind[p] >= EXTERIOR && level.partCap[4 * p + 3] > Math.PI / 2) level.partCap[4 * p + 3] = Math.PI;
    for (let c = level.chunkStart[p]; c < level.chunkStart[p + 1]; c++) {
      const from = start[p] + (c - level.chunkStart[p]) * CHUNK;
      boundingCap(xyz, from, Math.min(start[p + 1], from + CHUNK), level.chunkCap, c);
    }
  }
}

function boundingCap(xyz, from, to, caps, at) {
  let x = 0, y = 0, z = 0;
  for (let i = from; i < to; i++) { x += xyz[3 * i]; y += xyz[3 * i + 1]; z += xyz[3 * i + 2]; }
  const length = Math.hypot(x, y, z) || 1;
  x /= length; y /= length; z /= length;
  let least = 1;
  for (let i = from; i < to; i++) {
    const near = x * xyz[3 * i] + y * xyz[3 * i + 1] + z * xyz[3 * i + 2];
    if (near < least) least = near;
  }
  caps[4 * at] = x; caps[4 * at + 1] = y; caps[4 * at + 2] = z;
  caps[4 * at + 3] = Math.acos(clamp(least, -1, 1)) + 1e-5;
}
