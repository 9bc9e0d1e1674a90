// Moves the boxes of a board at once, and tells the server where they are: at most once a frame, and one message under way.
const steps = { ArrowLeft: [-5, 0], ArrowRight: [5, 0], ArrowUp: [0, -5], ArrowDown: [0, 5] };
const boards = new WeakMap();

export function start(board, page) {
  const stop = new AbortController(), on = { signal: stop.signal };
  const { width, height } = board.viewBox.baseVal, least = Number(board.dataset.least);
  // The sides of a box that is held are the script's until the server has answered for the last of them.
  const boxes = [...board.querySelectorAll('.box')].map(element => ({ element, name: element.dataset.box, sides: null, waiting: null }));
  let grabbed = null, sending = false;

  const boxOf = element => boxes.find(box => box.element === element.closest('.box'));

  function hold(box, sides, settled) {
    box.sides = box.waiting = sides;
    box.settled = settled;
    place(box.element, sides);
    if (!sending) requestAnimationFrame(tell);
  }

  async function tell() {
    const box = boxes.find(each => each.waiting);
    if (sending || !box || stop.signal.aborted) return;
    const sides = box.waiting;
    box.waiting = null;
    sending = true;
    // A page that is left does not answer, nor does a server that has gone, which Blazor tells of.
    const accepted = await page.invokeMethodAsync('Move', box.name, sides, box.settled).catch(() => null);
    sending = false;
    if (!box.waiting && grabbed?.box !== box) {
      if (accepted) place(box.element, accepted);
      box.sides = null;
    }
    if (boxes.some(each => each.waiting)) requestAnimationFrame(tell);
  }

  // The server draws where a box was when its message left; before that can be seen, the box is put back to where it is.
  const redrawn = new MutationObserver(changes => {
    for (const { target } of changes) {
      const box = boxOf(target);
      if (box?.sides) place(box.element, box.sides);
    }
  });
  for (const { element } of boxes) redrawn.observe(element, { attributeFilter: ['x', 'y', 'width', 'height'] });

  function pointAt(event) {
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(board.getScreenCTM().inverse());
  }

  // Of two boxes under the pointer the smaller is meant: the other can be taken elsewhere.
  function boxUnder(point) {
    const area = box => { const [l, t, r, b] = sidesOf(box.element); return (r - l) * (b - t); };
    return boxes.filter(box => { const [l, t, r, b] = sidesOf(box.element); return l <= point.x && point.x <= r && t <= point.y && point.y <= b; })
      .sort((one, other) => area(one) - area(other) || (one.name === 'predicted' ? -1 : 1))[0];
  }

  board.addEventListener('pointerdown', event => {
    if (event.button !== 0 || !event.target.closest('.box')) return;
    const point = pointAt(event), grip = event.target.dataset.grip;
    const box = grip ? boxOf(event.target) : boxUnder(point) ?? boxOf(event.target);
    grabbed = { box, grip, point, sides: sidesOf(box.element), pointer: event.pointerId };
    board.setPointerCapture(event.pointerId);
    (grip ? event.target : box.element).focus({ preventScroll: true });
    event.preventDefault();
  }, on);
  // Parts of a drawing do not heed touch-action: a finger on a box would scroll the page.
  board.addEventListener('touchstart', event => { if (event.target.closest('.box')) event.preventDefault(); }, { ...on, passive: false });
  board.addEventListener('pointermove', event => {
    if (event.pointerId !== grabbed?.pointer) return;
    const point = pointAt(event);
    hold(grabbed.box, shifted(grabbed.sides, grabbed.grip, point.x - grabbed.point.x, point.y - grabbed.point.y), false);
  }, on);
  for (const end of ['pointerup', 'pointercancel']) board.addEventListener(end, event => {
    if (event.pointerId !== grabbed?.pointer) return;
    const { box } = grabbed;
    grabbed = null;
    hold(box, sidesOf(box.element), true);
  }, on);

  board.addEventListener('keydown', event => {
    const box = boxOf(event.target), step = steps[event.key];
    if (!box || grabbed) return;
    if (step) hold(box, shifted(sidesOf(box.element), event.target.dataset.grip ?? (event.shiftKey ? 'right bottom' : undefined), ...step), false);
    else if (event.key === 'Enter') {
      const grips = [...box.element.querySelectorAll('.grip')];
      grips[(grips.indexOf(event.target) + 1) % grips.length].focus();
    } else if (event.key === 'Escape') box.element.focus();
    else return;
    event.preventDefault();
  }, on);
  board.addEventListener('keyup', event => {
    const box = boxOf(event.target);
    if (box && steps[event.key]) hold(box, sidesOf(box.element), true);
  }, on);

  function shifted([left, top, right, bottom], grip, dx, dy) {
    if (!grip) {
      dx = clamp(Math.round(dx), -left, width - right);
      dy = clamp(Math.round(dy), -top, height - bottom);
      return [left + dx, top + dy, right + dx, bottom + dy];
    }
    if (grip.includes('left')) left = clamp(Math.round(left + dx), 0, right - least);
    if (grip.includes('right')) right = clamp(Math.round(right + dx), left + least, width);
    if (grip.includes('top')) top = clamp(Math.round(top + dy), 0, bottom - least);
    if (grip.includes('bottom')) bottom = clamp(Math.round(bottom + dy), top + least, height);
    return [left, top, right, bottom];
  }

  boards.set(board, page);
  board.dataset.live = 'true';
  return { dispose: () => { stop.abort(); redrawn.disconnect(); } };
}

// Tells a board's server of sides as they are, unchecked.
export const move = (board, name, sides) => boards.get(board).invokeMethodAsync('Move', name, sides, true);

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

function sidesOf(element) {
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map(name => Number(element.getAttribute(name)));
  return [x, y, x + width, y + height];
}

function place(element, [left, top, right, bottom]) {
  const wanted = { x: left, y: top, width: right - left, height: bottom - top };
  for (const [name, value] of Object.entries(wanted)) {
    const text = String(Math.round(value * 100) / 100);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}
