// The relief: one grey picture of the lit ground and the depth of the sea, laid over the areas and
// under the lines, in the projection of the map. Middle grey leaves a colour as it is.

const RELIEF_SOUTH = -60;                 // degrees; north of it the picture shows the whole world
// How many pixels of the map one of the picture takes: closer up it is too coarse to say anything.
const RELIEF_FULL = 2, RELIEF_GONE = 4;

const IMITATED = /swiftshader|llvmpipe|softpipe|software|basic render/i; // graphics processors
const TOO_LONG_MS = 6;                    // for fetching the picture, in a frame

const RELIEF_SHADER = `#version 300 es
precision highp float;
uniform sampler2D picture;
uniform mat3 directions; // columns: east, north and up at the camera
uniform vec2 middle;     // of the map, in pixels from below
uniform float scale, horizon, strength, lod;
out vec4 colour;
void main() {
  vec2 plane = (gl_FragCoord.xy - middle) / scale;
  float square = dot(plane, plane), grey = 0.5;
  if (square < horizon) {
    // Snyder, Map Projections: A Working Manual (USGS 1395, 1987), p. 185, backwards
    vec3 place = directions * vec3(plane * sqrt(1.0 - square / 4.0), 1.0 - square / 2.0);
    float lon = atan(place.y, place.x), lat = atan(place.z, length(place.xy));
    vec2 where = vec2(degrees(lon) / 360.0 + 0.5, (90.0 - degrees(lat)) / (90.0 - float(${RELIEF_SOUTH})));
    if (where.y < 1.0) grey = mix(0.5, textureLod(picture, where, lod).r, strength);
  }
  colour = vec4(vec3(grey), 1.0);
}`;

// What draws the picture: on the graphics processor in every frame; where there is none, by hand and
// a little at a time, while the map is at rest. `repaint` is called for each picture that is ready.
async function createRelief(element, repaint) {
  if (!element) return null;
  const blob = new Blob([bytesOf(element.textContent)], {type: "image/webp"});
  element.remove();
  const bitmap = await createImageBitmap(blob, {colorSpaceConversion: "none"});
  const canvas = document.createElement("canvas");
  let quick = quickRelief(canvas, bitmap, {hardware: true}), slow = null, spent = 0, frames = 0;
  canvas.addEventListener("webglcontextlost", () => { quick = null; });

  const metresOfOne = 2 * Math.PI * EARTH_RADIUS_M / bitmap.width;
  // `share` 0…1 of the step's wish for it; `moving` draws a smaller picture, or none if it is slow.
  function draw(c, eye, share, moving) {
    const pixels = metresOfOne / (eye.metres * eye.pixelRatio);
    const strength = share * clamp((RELIEF_GONE - pixels) / (RELIEF_GONE - RELIEF_FULL), 0, 1);
    if (strength < 0.02 || !eye.globe) return;
    let picture = canvas, alpha = 1;
    if (quick) quick(eye.shrunk((moving ? 0.5 : 1) / eye.pixelRatio), strength);
    else {
      slow = slow || slowRelief(bitmap, repaint);
      if (!slow.has(eye, moving)) return;
      picture = slow.canvas;
      alpha = strength;
    }
    const began = performance.now();
    c.globalAlpha = alpha;
    c.globalCompositeOperation = "hard-light";
    c.drawImage(picture, 0, 0, eye.width, eye.height);
    c.globalCompositeOperation = "source-over";
    spent += performance.now() - began;
    if (quick && ++frames % 8 === 0) { // not so quick after all: fetching the picture holds each frame up
      if (spent > 8 * TOO_LONG_MS) quick = null;
      spent = 0;
    }
  }
  return {draw, isQuick: () => quick !== null};
}

const columns = (frame) => [0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => frame[i]);

// `hardware`: only where it is not imitated, for that takes longer than all the rest of a frame.
function quickRelief(canvas, bitmap, {hardware = false} = {}) {
  const gl = canvas.getContext("webgl2", {alpha: false, antialias: false, depth: false, failIfMajorPerformanceCaveat: hardware});
  if (!gl || gl.getParameter(gl.MAX_TEXTURE_SIZE) < bitmap.width) return null;
  const debug = gl.getExtension("WEBGL_debug_renderer_info");
  const name = `${gl.getParameter(gl.RENDERER)} ${debug ? gl.getParameter(debug.UNMASKED_RENDERER_WEBGL) : ""}`;
  if (hardware && IMITATED.test(name)) return null;
  const program = gl.createProgram();
  const corners = "#version 300 es\nvoid main() { gl_Position = vec4(vec2(gl_VertexID % 2, gl_VertexID / 2) * 4.0 - 1.0, 0.0, 1.0); }";
  for (const [type, text] of [[gl.VERTEX_SHADER, corners], [gl.FRAGMENT_SHADER, RELIEF_SHADER]]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) return null;
  gl.useProgram(program);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, gl.RED, gl.UNSIGNED_BYTE, bitmap);
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.REPEAT);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  const uniform = (name) => gl.getUniformLocation(program, name);
  const place = Object.fromEntries(["directions", "middle", "scale", "horizon", "strength", "lod"].map((name) => [name, uniform(name)]));
  const metres = 2 * Math.PI * EARTH_RADIUS_M / bitmap.width; // of a pixel of the picture
  return (eye, strength) => {
    const {width, height} = eye;
    if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
    gl.viewport(0, 0, width, height);
    gl.uniformMatrix3fv(place.directions, true, columns(eye.frame));
    gl.uniform2f(place.middle, eye.x0, height - eye.y0);
    gl.uniform1f(place.scale, eye.scale);
    gl.uniform1f(place.horizon, (eye.horizon / eye.scale) ** 2);
    gl.uniform1f(place.strength, strength);
    gl.uniform1f(place.lod, Math.max(0, Math.log2(eye.metres / metres)));
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  };
}

const READ_ROWS = 96, SLICE_ROWS = 24, COARSER = 0.5; // pixels of its picture for one of the map

// The same by hand: the picture of a view is made in slices.
function slowRelief(bitmap, repaint) {
  const wide = bitmap.width, high = bitmap.height, grey = new Uint8Array(wide * high);
  const canvas = document.createElement("canvas"), c = canvas.getContext("2d");
  let source = document.createElement("canvas"), read = 0, wanted = "", ready = "";
  source.width = wide; source.height = READ_ROWS;

  // some rows of the picture, of which only the grey is kept
  function readOn() {
    const s = source.getContext("2d", {willReadFrequently: true}), rows = Math.min(READ_ROWS, high - read);
    s.drawImage(bitmap, 0, read, wide, rows, 0, 0, wide, rows);
    const pixels = s.getImageData(0, 0, wide, rows).data;
    for (let i = 0, to = read * wide; i < rows * wide; i++) grey[to + i] = pixels[4 * i];
    read += rows;
    if (read === high) source = null;
  }

  function make(eye, key) {
    const image = c.createImageData(eye.width, eye.height);
    let row = 0;
    const slice = () => {
      if (key !== wanted) return; // the map has moved on
      if (read < high) readOn();
      else {
        const end = Math.min(eye.height, row + SLICE_ROWS);
        lightRows(image, eye, row, end, grey, wide);
        row = end;
      }
      if (row < eye.height) { setTimeout(slice); return; }
      canvas.width = eye.width; canvas.height = eye.height;
      c.putImageData(image, 0, 0);
      ready = key;
      repaint();
    };
    setTimeout(slice);
  }

  // Whether the picture of this view is there; if it is not, and the map rests, it is begun.
  function has(eye, moving) {
    const small = eye.shrunk(COARSER / eye.pixelRatio);
    const key = [small.width, small.height, small.x0, small.y0, small.scale, ...eye.up].join();
    if (key === ready) return true;
    if (!moving && key !== wanted) { wanted = key; make(small, key); }
    return false;
  }
  return {canvas, has};
}

// Some rows of the picture of a view: for each pixel the grey of the place that it shows.
function lightRows(image, eye, from, to, grey, wide) {
  const {width, frame: f} = eye, out = new Uint32Array(image.data.buffer), high = grey.length / wide;
  const limit = (eye.horizon / eye.scale) ** 2;
  for (let row = from, i = from * width; row < to; row++) {
    const y = (eye.y0 - row - 0.5) / eye.scale;
    for (let column = 0; column < width; column++, i++) {
      const x = (column + 0.5 - eye.x0) / eye.scale, square = x * x + y * y;
      let value = 128;
      if (square < limit) {
        const k = Math.sqrt(1 - square / 4), a = k * x, b = k * y, up = 1 - square / 2;
        const east = f[0] * a + f[3] * b + f[6] * up, north = f[1] * a + f[4] * b + f[7] * up;
        const lon = Math.atan2(north, east) / RADIANS;
        const lat = Math.asin(clamp(f[2] * a + f[5] * b + f[8] * up, -1, 1)) / RADIANS;
        const line = (90 - lat) / (90 - RELIEF_SOUTH) * high;
        if (line < high) value = greyBetween(grey, wide, high, (lon / 360 + 0.5) * wide, line);
      }
      out[i] = 0xff000000 | value << 16 | value << 8 | value;
    }
  }
}

// The grey between the four pixels round a place of the picture; its left and right edges are one.
function greyBetween(grey, wide, high, column, line) {
  const left = Math.floor(column - 0.5), x = column - 0.5 - left;
  const above = Math.floor(line - 0.5), y = line - 0.5 - above;
  const a = (left + wide) % wide, b = (left + 1) % wide;
  const top = Math.max(0, above) * wide, bottom = Math.min(high - 1, above + 1) * wide;
  const upper = grey[top + a] + (grey[top + b] - grey[top + a]) * x;
  return upper + (grey[bottom + a] + (grey[bottom + b] - grey[bottom + a]) * x - upper) * y;
}
