// Forms of the console: rows move by dragging, minutes are computed as one types, long texts are
// shown as readers will see them. The server does each of these too.

import './edit.css'

const wall = (zone) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

// Each turn begins when the one before it ends.
function reckon(form) {
  const clock = wall(form.dataset.host)
  let at = Date.parse(form.dataset.starts)
  const first = at
  for (const row of form.querySelectorAll('[data-row]')) {
    const minutes = Number(row.querySelector('input[name$=".minutes"]').value) || 0
    const place = row.querySelector('[data-row-clock]')
    const ends = at + minutes * 60000
    if (place) place.textContent = `${clock.format(at)}–${clock.format(ends)}`
    at = ends
  }
  const planned = form.querySelector('[data-planned]')
  if (!planned) return
  const total = String(Math.round((at - first) / 60000))
  if (form.dataset.total !== total) {
    planned.textContent = planned.textContent.replace(form.dataset.total, total)
    form.dataset.total = total
  }
  planned.toggleAttribute('data-over', Number(total) > Number(form.dataset.minutes))
}

function renumber(list) {
  const rows = [...list.querySelectorAll(':scope > [data-row]')]
  rows.forEach((row, place) => {
    row.querySelector('[data-number]').textContent = String(place + 1)
    row.querySelector('[data-way=up]').disabled = place === 0
    row.querySelector('[data-way=down]').disabled = place === rows.length - 1
  })
  const form = list.closest('form')
  if (form.dataset.starts) reckon(form)
}

for (const list of document.querySelectorAll('[data-rows]')) {
  let dragged = null
  for (const row of list.querySelectorAll(':scope > [data-row]')) {
    const handle = row.querySelector('[data-number]')
    handle.draggable = true
    handle.addEventListener('dragstart', (event) => {
      dragged = row
      row.classList.add('is-dragged')
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setDragImage(row, 20, 20)
    })
    handle.addEventListener('dragend', () => {
      row.classList.remove('is-dragged')
      for (const one of list.querySelectorAll('.is-over')) one.classList.remove('is-over')
      dragged = null
    })
    row.addEventListener('dragover', (event) => {
      if (!dragged || dragged === row) return
      event.preventDefault()
      row.classList.add('is-over')
    })
    row.addEventListener('dragleave', () => row.classList.remove('is-over'))
    row.addEventListener('drop', (event) => {
      if (!dragged || dragged === row) return
      event.preventDefault()
      const down = dragged.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING
      row[down ? 'after' : 'before'](dragged)
      row.classList.remove('is-over')
      renumber(list)
    })
    // A button moves its row at once; the form is sent when it is kept.
    for (const button of row.querySelectorAll('[data-way]')) {
      button.addEventListener('click', (event) => {
        event.preventDefault()
        const up = button.dataset.way === 'up'
        const other = up ? row.previousElementSibling : row.nextElementSibling
        if (!other) return
        other[up ? 'before' : 'after'](row)
        renumber(list)
        const next = button.disabled ? row.querySelector(up ? '[data-way=down]' : '[data-way=up]') : button
        next.focus()
        row.scrollIntoView({ block: 'nearest' })
      })
    }
  }
}

for (const form of document.querySelectorAll('form[data-starts]')) {
  form.dataset.total = form.querySelector('[data-planned]')?.textContent.match(/\d+/)?.[0] ?? '0'
  form.addEventListener('input', () => reckon(form))
}

// A preview follows what is typed, once it was asked for.
for (const button of document.querySelectorAll('[data-preview-of]')) {
  const form = button.closest('form')
  const place = document.getElementById(button.dataset.previewOf.replace('field-', 'preview-'))
  const fields = [...document.getElementById(button.dataset.previewOf).querySelectorAll('textarea')]
  const show = async () => {
    const parts = await Promise.all(
      fields.map(async (field) => {
        const body = new URLSearchParams({ words: field.value })
        const headers = { 'X-CSRFToken': form.elements.csrf_token.value }
        const answer = await fetch(form.dataset.preview, { method: 'POST', body, headers })
        if (!answer.ok) throw new Error(String(answer.status))
        const part = document.createElement('div')
        part.className = 'prose'
        part.lang = field.lang
        part.dir = 'auto'
        part.innerHTML = await answer.text() // cleaned by the server, which alone makes it
        return part
      }),
    )
    place.replaceChildren(...parts.filter((part) => part.childNodes.length))
  }
  let waiting = 0
  button.addEventListener('click', (event) => {
    event.preventDefault()
    const ask = () => show().catch(() => form.requestSubmit(button))
    ask()
    if (button.dataset.live) return
    button.dataset.live = 'yes'
    for (const field of fields) {
      field.addEventListener('input', () => {
        clearTimeout(waiting)
        waiting = setTimeout(() => show().catch(() => {}), 400)
      })
    }
  })
}
