// What JavaScript adds; every page works without it.

import { count } from './countdown.js'
import './site.css'
import './grid.css'
import './form.css'
import './agenda.css'
import './access.css'
import './outbox.css'
import './hours.css'
import './office.css'
import './prose.css'
import './statement.css'
import './declaration.css'
import './portrait.css'
import './grid.js'
import './offline.js'
import './search.js'

// Times of another zone than the reader's: say so, where the address asked for them.
if (document.documentElement.classList.contains('zone-differs')) {
  for (const notice of document.querySelectorAll('.other-zone')) notice.hidden = false
}

// An address to copy selects itself, and has a button where the browser lets us copy.
for (const field of document.querySelectorAll('[data-copy]')) {
  field.addEventListener('focus', () => field.select())
  const button = field.closest('.copy')?.querySelector('button')
  if (!button || !navigator.clipboard) continue
  const words = button.textContent
  button.hidden = false
  button.setAttribute('aria-live', 'polite')
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(field.value)
      button.textContent = button.dataset.copied
      setTimeout(() => (button.textContent = words), 2000)
    } catch {
      field.focus()
    }
  })
}

// Clocks go on by the summit's own time, which a rehearsal sets: `ahead` seconds before the real
// one. They go by this device's clock only where that agrees with the server's: the page was made
// at `now`, a quarter of an hour ago at most.
const bar = document.querySelector('[data-now]')
if (bar) {
  const present = () => new Date(Date.now() + Number(bar.dataset.ahead) * 1000)
  const age = (present() - new Date(bar.dataset.now)) / 60000
  if (age > -10 && age < 25) {
    bar.textContent = bar.dataset.words
    const clocks = [...document.querySelectorAll('[data-clock]')].map((element) => ({
      element,
      format: new Intl.DateTimeFormat('en-GB', {
        timeZone: element.dataset.clock,
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
    }))
    const mark = document.querySelector('.daylight-now')
    const tick = () => {
      for (const { element, format } of clocks) {
        const time = format.format(present())
        const words = element.textContent.replace(/\d\d:\d\d/, time)
        if (words !== element.textContent) element.textContent = words
        if (element !== bar) continue
        const [hours, minutes] = time.split(':').map(Number)
        mark?.setAttribute('x', hours * 60 + minutes - 4)
      }
    }
    tick()
    setInterval(tick, 5000)
    if (document.querySelector('.prompter')) {
      const prompt = () => {
        const left = document.querySelector('[data-due]')
        if (left) count(left, present())
      }
      prompt()
      setInterval(prompt, 500)
    }
    document.addEventListener('visibilitychange', tick)
  }
}

// What is on now renews itself, `renew` seconds after the last time, but not under a reader's hands.
// Where a page has several such parts, each has an id.
const renewed = [...document.querySelectorAll('[data-renew]')]
if (renewed.length) {
  const same = (page, part) => (part.id ? page.getElementById(part.id) : page.querySelector('[data-renew]'))
  const renew = async () => {
    const parts = renewed.filter((part) => !part.contains(document.activeElement))
    if (document.hidden || !parts.length) return
    try {
      const answer = await fetch(location.href)
      if (!answer.ok) return
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      for (const part of parts) {
        const fresh = same(page, part)
        if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes)
      }
    } catch {
      // Offline: what stands here stays, and the next time may do.
    }
  }
  setInterval(renew, Math.min(...renewed.map((part) => Number(part.dataset.renew))) * 1000)
  document.addEventListener('visibilitychange', renew)
}

// On the page of zones, a field that shortens the long list: by place, region, name or offset.
const list = document.querySelector('[data-zones]')
const finder = document.querySelector('[data-zone-filter]')
if (list && finder) {
  const plain = (words) => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const groups = [...list.querySelectorAll('optgroup')].map((group) => ({
    group,
    options: [...group.children].map((option) => ({
      option,
      words: plain(`${option.textContent} ${option.value.replaceAll('_', ' ')}`),
    })),
  }))
  const before = list.selectedOptions[0]
  finder.hidden = false
  finder.querySelector('input').addEventListener('input', (event) => {
    const wanted = plain(event.target.value.trim())
    let first // the best found: one whose zone is called so, rather than one of the same clock
    for (const { group, options } of groups) {
      const found = options.filter(({ words }) => words.includes(wanted)).map((one) => one.option)
      group.replaceChildren(...found)
      if (found.length) list.append(group)
      else group.remove()
      first = [first, ...found].find((one) => one && plain(one.value).includes(wanted)) ?? first ?? found[0]
    }
    list.size = wanted ? 8 : 1
    if (wanted && first) first.selected = true
    else if (!wanted) before.selected = true
  })
  // Enter in the field sends the form with what is found, as it would anywhere.
}
