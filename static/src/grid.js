// The arrows lead from one session of a grid to the next: along a line, or to the line above or
// below, to what is nearest in time. Every session stays a link that Tab reaches too.
const grid = '.board, .week'

document.addEventListener('keydown', (event) => {
  const here = event.target
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !here.matches('.entry a')) return
  const board = here.closest(grid)
  if (!board || !event.key.startsWith('Arrow')) return
  const box = here.getBoundingClientRect()
  const [x, y] = centre(box)
  const found = [...board.querySelectorAll('.entry a')]
    .filter((one) => one !== here)
    .map((one) => {
      const [right, below] = centre(one.getBoundingClientRect()).map((at, axis) => at - [x, y][axis])
      return { one, right, below }
    })
  const ahead = {
    ArrowRight: (it) => it.right,
    ArrowLeft: (it) => -it.right,
    ArrowDown: (it) => it.below,
    ArrowUp: (it) => -it.below,
  }[event.key]
  const aside = /Left|Right/.test(event.key) ? (it) => it.below : (it) => it.right
  // Ahead by more than a hair; what lies to the side counts double.
  const nearest = found
    .filter((it) => ahead(it) > 2 && ahead(it) >= Math.abs(aside(it)) / 4)
    .sort((a, b) => ahead(a) + 2 * Math.abs(aside(a)) - ahead(b) - 2 * Math.abs(aside(b)))[0]
  if (!nearest) return
  event.preventDefault()
  nearest.one.focus()
})

const centre = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2]

// Hours before anything is on, or that are past, are to the side: what is on comes into view.
for (const region of document.querySelectorAll('.board-scroll')) {
  const first = region.querySelector('.board-now') ?? nearestStart(region)
  if (!first) continue
  const edge = region.getBoundingClientRect()
  const from = first.getBoundingClientRect().left - edge.left
  if (from > edge.width * 0.6) region.scrollLeft += from - edge.width * 0.3
}

function nearestStart(region) {
  const entries = [...region.querySelectorAll('.board .entry')]
  const at = (one) => one.getBoundingClientRect().left
  return entries.sort((one, other) => at(one) - at(other))[0]
}
