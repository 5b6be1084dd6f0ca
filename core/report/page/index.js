// The page reads well without this: it adds sorting to tables and arrow keys to the heat map.

/** The first number of a cell; unknown ones go below all others. */
function numberIn(cell) {
  const found = /-?\d[\d,]*(\.\d+)?/.exec(cell.textContent);
  return found ? Number(found[0].replaceAll(',', '')) : Number.NEGATIVE_INFINITY;
}

function sortBy(table, head, column) {
  const text = head.className === 'left';
  const first = text ? 'ascending' : 'descending';
  const other = text ? 'descending' : 'ascending';
  const direction = head.getAttribute('aria-sort') === first ? other : first;
  const compare = (a, b) =>
    text ? a.cells[column].textContent.localeCompare(b.cells[column].textContent) : numberIn(a.cells[column]) - numberIn(b.cells[column]);
  const sign = direction === 'ascending' ? 1 : -1;
  const rows = [...table.tBodies[0].rows].sort((a, b) => sign * compare(a, b));
  for (const each of table.tHead.rows[0].cells) each.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', direction);
  table.tBodies[0].append(...rows);
}

for (const table of document.querySelectorAll('table[data-sortable]')) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    button.addEventListener('click', () => sortBy(table, head, column));
    head.append(button);
  });
}

/** Where an arrow key leads, in rows and columns. */
const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function target(key, whole, [row, column], rows) {
  const last = rows[row].length - 1;
  if (key === 'Home') return [whole ? 0 : row, 0];
  if (key === 'End') return [whole ? rows.length - 1 : row, last];
  const step = steps[key];
  return step && [Math.min(rows.length - 1, Math.max(0, row + step[0])), Math.min(last, Math.max(0, column + step[1]))];
}

/** One stop for the tab key, arrow keys within (the ARIA practice for grids). */
function makeGrid(table) {
  const rows = [...table.tBodies[0].rows].map((row) =>
    [...row.querySelectorAll('td')].map((cell) => cell.querySelector('a, button') ?? cell),
  );
  const all = rows.flat();
  if (all.length === 0) return;
  table.setAttribute('role', 'grid');
  const choose = (chosen) => {
    for (const each of all) each.tabIndex = each === chosen ? 0 : -1;
  };
  choose(all[0]);
  table.addEventListener('focusin', ({ target: focused }) => all.includes(focused) && choose(focused));
  table.addEventListener('keydown', (event) => {
    const row = rows.findIndex((each) => each.includes(document.activeElement));
    if (row < 0) return;
    const next = target(event.key, event.ctrlKey, [row, rows[row].indexOf(document.activeElement)], rows);
    if (!next) return;
    event.preventDefault();
    rows[next[0]][next[1]].focus();
  });
}

for (const table of document.querySelectorAll('table[data-grid]')) makeGrid(table);
