// The control page of a session: it counts the seconds, looks for what others press, and takes
// single keys from whoever wants them. Without it every button works.

import './run.css'
import { count } from './countdown.js'

const KEYS = 'control-keys'

// Its clock is the summit's, as the server told it; the device's own may be wrong.
let heard = performance.now()
let root = document.querySelector('[data-control]')
const present = () => Date.parse(root.dataset.present) + performance.now() - heard

function tick() {
  for (const element of root.querySelectorAll('[data-ticks]')) {
    element.textContent = new Date(present()).toLocaleTimeString('en-GB', {
      timeZone: element.dataset.ticks,
      hourCycle: 'h23',
    })
  }
  const left = root.querySelector('[data-due]')
  if (left) count(left, present())
}

// Whoever types into a form is left alone; the buttons say when what they saw is old.
const isTyping = () => root.querySelector('form :is(input, select):focus, details[open], #field-minutes:focus')

async function look() {
  if (document.hidden || isTyping()) return
  try {
    const answer = await fetch(location.href)
    away(false)
    if (!answer.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const fresh = page.querySelector('[data-control]')
    if (!fresh || isTyping()) return
    const focused = document.activeElement?.value
    heard = performance.now()
    root.replaceWith(fresh)
    root = fresh
    offer()
    tick()
    if (focused) root.querySelector(`button[value="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
  } catch {
    away(true)
  }
}

// Offline the page stays as it is and says so, and its clock goes on. What is pressed then is kept
// from leaving: the browser would put a page of its own in the place of this one.
let isAway = false
function away(is) {
  isAway = is
  root.querySelector('[data-offline]').hidden = !is
}

// One key is enough for whoever switches it on, and none is taken by mistake (WCAG 2.1.4).
function offer() {
  const line = root.querySelector('.control-keys')
  line.hidden = false
  const tick = line.querySelector('[data-keys]')
  tick.checked = localStorage.getItem(KEYS) === 'on'
  tick.addEventListener('change', () => localStorage.setItem(KEYS, tick.checked ? 'on' : 'off'))
}

if (root) {
  offer()
  tick()
  setInterval(tick, 1000)
  setInterval(look, Number(root.dataset.look) * 1000)
  document.addEventListener('visibilitychange', look)
  addEventListener('offline', () => away(true))
  addEventListener('online', look)
  document.addEventListener('submit', (event) => {
    if (!isAway && navigator.onLine) return
    event.preventDefault()
    away(true)
    look()
  })
  document.addEventListener('keydown', (event) => {
    if (localStorage.getItem(KEYS) !== 'on' || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
    if (event.target.closest('input:not([type="checkbox"]), select, textarea')) return
    root.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)?.click()
  })
}
