// Paints on the page's canvases: strokes go to the server, at most one message under way, and come back as pictures.
const side = 256, pixels = side * side, mostNumbers = 1000;
const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function start(root, page) {
  const surfaces = [...root.querySelectorAll('canvas[data-layer]')];
  const elapsed = root.querySelector('[data-elapsed]');
  const stop = new AbortController(), on = { signal: stop.signal };
  const strokes = [];
  let sending = false, began = 0;

  function add(layer, point, begins) {
    const last = strokes.at(-1);
    if (begins || !last || last.layer !== layer || last.points.length >= mostNumbers) {
      const joined = !begins && last && last.layer === layer ? last.points.slice(-2) : [];
      strokes.push({ layer, points: [...joined, ...point] });
    } else last.points.push(...point);
    send();
  }

  async function send() {
    if (sending) return;
    sending = true;
    try {
      while (strokes.length > 0) {
        const { layer, points } = strokes[0], count = points.length;
        began = performance.now();
        // A page that is left does not answer, nor does a server that has gone, which Blazor tells of.
        if (!await page.invokeMethodAsync('Paint', layer, points.slice()).then(() => true, () => false)) return strokes.splice(0);
        // What was drawn meanwhile goes on from the last point that was sent.
        if (points.length > count) strokes[0] = { layer, points: points.slice(count - 2) };
        else strokes.shift();
      }
    } finally { sending = false; }
  }

  for (const surface of surfaces) {
    const layer = Number(surface.dataset.layer), ring = surface.parentElement.querySelector('.ring');
    let cursor = [side / 2, side / 2], drawing = false;

    const place = event => {
      const box = surface.getBoundingClientRect();
      return [(event.clientX - box.left) * side / box.width, (event.clientY - box.top) * side / box.height];
    };
    const showRing = () => {
      const size = 100 * 2 * Number(root.dataset.radius) / side;
      Object.assign(ring.style, { left: `${100 * cursor[0] / side}%`, top: `${100 * cursor[1] / side}%`, width: `${size}%`, height: `${size}%`, display: 'block' });
    };
    surface.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      surface.setPointerCapture(event.pointerId);
      drawing = true;
      cursor = place(event);
      showRing();
      add(layer, cursor, true);
    }, on);
    surface.addEventListener('pointermove', event => {
      cursor = place(event);
      showRing();
      if (!drawing) return;
      for (const each of event.getCoalescedEvents?.() ?? [event]) add(layer, place(each), false);
    }, on);
    for (const end of ['pointerup', 'pointercancel']) surface.addEventListener(end, () => { drawing = false; }, on);
    surface.addEventListener('pointerleave', () => { if (!drawing && document.activeElement !== surface) ring.style.display = 'none'; }, on);
    surface.addEventListener('focus', () => { if (surface.matches(':focus-visible')) showRing(); }, on);
    surface.addEventListener('blur', () => { ring.style.display = 'none'; }, on);
    surface.addEventListener('keydown', event => {
      const step = steps[event.key];
      if (step) {
        const far = event.shiftKey ? 16 : 4;
        cursor = cursor.map((at, axis) => Math.min(side, Math.max(0, at + far * step[axis])));
        showRing();
      } else if (event.key === ' ' || event.key === 'Enter') add(layer, cursor, true);
      else return;
      event.preventDefault();
    }, on);
  }

  const small = [...root.querySelectorAll('canvas[data-small]')];
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  let latest = null;
  scheme.addEventListener('change', () => { if (latest) draw(latest); }, on);

  function draw(bytes) {
    latest = bytes;
    const colours = palette(root);
    const truth = bytes.subarray(0, pixels), prediction = bytes.subarray(pixels, 2 * pixels), slopes = bytes.subarray(2 * pixels, 3 * pixels);
    paint(surfaces[0], side, i => truth[i] ? colours.heat[255] : colours.heat[0]);
    paint(surfaces[1], side, i => isBorder(truth, i) ? colours.outline : colours.heat[prediction[i]]);
    paint(root.querySelector('canvas[data-slopes]'), side, i => colours.slope[slopes[i]]);
    const extent = Math.sqrt((bytes.length - 3 * pixels) / small.length);
    small.forEach((picture, index) => {
      const at = 3 * pixels + index * extent * extent;
      paint(picture, extent, i => colours.slope[bytes[at + i]]);
    });
    root.dataset.drawn = 'true';
    if (sending) elapsed.textContent = `${Math.round(performance.now() - began)} ms`;
  }

  return { draw, dispose: () => stop.abort() };
}

function isBorder(truth, i) {
  const x = i % side;
  return truth[i] === 1 && ((x > 0 && !truth[i - 1]) || (x < side - 1 && !truth[i + 1]) || !(truth[i - side] ?? 1) || !(truth[i + side] ?? 1));
}

function paint(canvas, extent, colour) {
  const context = canvas.getContext('2d'), image = context.createImageData(extent, extent), data = new Uint32Array(image.data.buffer);
  for (let i = 0; i < data.length; i++) data[i] = colour(i);
  context.putImageData(image, 0, 0);
}

function palette(root) {
  const style = getComputedStyle(root), read = name => hex(style.getPropertyValue(name).trim());
  const heats = Array.from({ length: 10 }, (_, i) => read(`--h${i}`)), paper = read('--paper'), up = read('--s1'), down = read('--s2');
  const heat = Array.from({ length: 256 }, (_, i) => {
    const at = i / 255 * 9, first = Math.min(8, Math.floor(at));
    return word(mix(heats[first], heats[first + 1], at - first));
  });
  // A square root shows slopes that are small beside the steepest.
  const slope = Array.from({ length: 256 }, (_, i) => word(mix(paper, i < 128 ? up : down, Math.sqrt(Math.min(1, Math.abs(i - 128) / 127)))));
  return { heat, slope, outline: word(down) };
}

const hex = text => [1, 3, 5].map(at => parseInt(text.slice(at, at + 2), 16));
const mix = (from, to, share) => from.map((value, i) => Math.round(value + share * (to[i] - value)));
const word = ([red, green, blue]) => (255 << 24 | blue << 16 | green << 8 | red) >>> 0;
