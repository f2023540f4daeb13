// As you type: the same page, asked for with the words as they stand, takes the place of what is
// shown. Its parts are those that both pages call the same (data-live), and the links elsewhere
// that lead back to it (data-here). Where the network fails, the form still does what forms do.
const PAUSE = 220 // milliseconds without a key before anything is asked for

const form = document.querySelector('[data-live-search]')
if (form) {
  const field = form.elements.q
  let waiting // the pause after a key
  let asked // the request under way
  let shown = field.value.trim()

  const address = () => {
    const query = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (value.trim()) query.append(name, value.trim())
    const words = query.toString().replaceAll('%2F', '/')
    return words ? `${form.action}?${words}` : form.action
  }

  const look = async () => {
    const words = field.value.trim()
    if (words === shown) return
    asked?.abort()
    asked = new AbortController()
    const here = address()
    form.setAttribute('aria-busy', 'true')
    try {
      const answer = await fetch(here, { signal: asked.signal })
      if (!answer.ok) return
      show(new DOMParser().parseFromString(await answer.text(), 'text/html'))
      shown = words
      history.replaceState(history.state, '', here)
    } catch {
      // A later key has taken over, or the network is away: what stands here stays.
    } finally {
      if (field.value.trim() === words) form.removeAttribute('aria-busy')
    }
  }

  const show = (page) => {
    document.title = page.title
    for (const part of document.querySelectorAll('[data-live]')) {
      const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`)
      if (!fresh) continue
      // What the reader has opened stays open.
      for (const open of part.querySelectorAll('details[data-name][open]')) {
        const same = fresh.querySelector(`details[data-name="${open.dataset.name}"]`)
        if (same) same.open = true
      }
      part.replaceChildren(...fresh.childNodes)
    }
    const fresh = page.querySelectorAll('[data-here]')
    for (const [at, old] of document.querySelectorAll('[data-here]').entries()) {
      for (const name of ['href', 'value']) {
        const value = fresh[at]?.getAttribute(name)
        if (value) old.setAttribute(name, value)
      }
    }
  }

  field.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(look, PAUSE)
  })
  form.addEventListener('submit', () => {
    clearTimeout(waiting)
    asked?.abort()
  })
}
