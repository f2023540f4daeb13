// What a grid gains from JavaScript. Every session stays a link that Tab reaches too.

// The arrows lead from one session to the next: along a line, or to the line above or below, to
// what is nearest.
document.addEventListener('keydown', (event) => {
  const here = event.target
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  if (!event.key.startsWith('Arrow') || !here.matches('.entry a')) return
  const [x, y] = centre(here)
  const found = [...here.closest('.board-scroll').querySelectorAll('.entry a')].map((one) => {
    const [left, top] = centre(one)
    return { one, right: left - x, below: top - y }
  })
  const ahead = {
    ArrowRight: (it) => it.right,
    ArrowLeft: (it) => -it.right,
    ArrowDown: (it) => it.below,
    ArrowUp: (it) => -it.below,
  }[event.key]
  const aside = /Left|Right/.test(event.key) ? (it) => it.below : (it) => it.right
  const far = (it) => ahead(it) + 2 * Math.abs(aside(it))
  // Ahead by more than a hair, and not almost straight to the side.
  const nearest = found
    .filter((it) => it.one !== here && ahead(it) > 2 && ahead(it) >= Math.abs(aside(it)) / 4)
    .sort((one, other) => far(one) - far(other))[0]
  if (!nearest) return
  event.preventDefault()
  nearest.one.focus()
})

const centre = (it) => {
  const box = it.getBoundingClientRect()
  return [(box.left + box.right) / 2, (box.top + box.bottom) / 2]
}

// What has the focus is seen whole, also where half of it was in view before.
document.addEventListener('focusin', ({ target }) => {
  if (target.matches('.entry a')) target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
})

// Hours before anything is on, or that are past, lie to the side: the present comes into view, or
// what is on first.
for (const region of document.querySelectorAll('.board-scroll:has(.board)')) {
  const left = (it) => it.getBoundingClientRect().left - region.getBoundingClientRect().left
  const starts = [...region.querySelectorAll('.entry')].map(left)
  const now = region.querySelector('.board-now')
  const from = now ? left(now) : Math.min(...starts)
  const width = region.clientWidth
  if (from > width * 0.6 && Number.isFinite(from)) region.scrollLeft = from - width * 0.3
}
