// Packed layers: gzip of varints (the format is described in geo/encode.py) to typed arrays.

const POINT = 0, LINE = 1, EXTERIOR = 2, INTERIOR = 3;
const CHUNK = 64; // vertices that are culled together

async function inflate(base64) {
  const text = atob(base64), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

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
  const signed = () => { const n = unsigned(); return n % 2 ? -(n + 1) / 2 : n / 2; };
  const version = unsigned();
  if (version !== 1) throw new Error(`a packed layer has the unknown version ${version}`);
  const scale = unsigned(), features = unsigned(), count = unsigned();
  const levels = [];
  for (let i = 0; i < count; i++) levels.push(decodeLevel(unsigned, signed, scale));
  return {features, levels};
}

function decodeLevel(unsigned, signed, scale) {
  const tolerance = unsigned(), parts = unsigned(), vertices = unsigned();
  const level = {
    tolerance, parts,
    feature: new Uint32Array(parts), kind: new Uint8Array(parts), start: new Uint32Array(parts + 1),
    xyz: new Float32Array(3 * vertices),
    // where the data was cut at 180° or ends at a pole: filled across, never outlined
    seam: new Uint8Array(vertices),
  };
  let feature = 0;
  for (let p = 0; p < parts; p++) {
    feature += unsigned();
    level.feature[p] = feature;
    level.kind[p] = unsigned();
    level.start[p + 1] = level.start[p] + unsigned();
  }
  let x = 0, y = 0;
  for (let i = 0; i < vertices; i++) {
    x += signed();
    y += signed();
    const lon = x / scale * RADIANS, lat = y / scale * RADIANS, cosLat = Math.cos(lat);
    level.xyz[3 * i] = cosLat * Math.cos(lon);
    level.xyz[3 * i + 1] = cosLat * Math.sin(lon);
    level.xyz[3 * i + 2] = Math.sin(lat);
    level.seam[i] = Math.abs(x) === 180 * scale || Math.abs(y) === 90 * scale ? 1 : 0;
  }
  addCaps(level);
  return level;
}

// A bounding cap (direction and angle) for each chunk of each part, and for each part whole.
function addCaps(level) {
  const {start, parts, xyz} = level;
  level.chunkStart = new Uint32Array(parts + 1);
  for (let p = 0; p < parts; p++) {
    level.chunkStart[p + 1] = level.chunkStart[p] + Math.ceil((start[p + 1] - start[p]) / CHUNK);
  }
  level.chunkCap = new Float32Array(4 * level.chunkStart[parts]);
  level.partCap = new Float32Array(4 * parts);
  for (let p = 0; p < parts; p++) {
    boundingCap(xyz, start[p], start[p + 1], level.partCap, p);
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
    least = Math.min(least, x * xyz[3 * i] + y * xyz[3 * i + 1] + z * xyz[3 * i + 2]);
  }
  caps.set([x, y, z, Math.acos(clamp(least, -1, 1)) + 1e-5], 4 * at);
}
