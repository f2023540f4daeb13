// The grid under one's hands: drag, stretch, swap and shift, by pointer and by keys. What a hand
// does is shown at once and saved behind it; a refusal puts it back and says why. Each deed is
// the same form that the page of a slot has, so nothing here knows a rule of its own.

const region = document.querySelector('[data-editor]')
if (region) edit(region)

const SNAP = 5
const SHORT = 6 // steps under which a block has one line of words, as column.py has it

function edit(region) {
  const said = document.getElementById('grid-said')
  const notice = document.getElementById('grid-notice')
  const base = region.dataset.editor
  let data, clock, gridStart
  let hand = null // what is being dragged
  let marked = null // the code of what is to be swapped
  let waiting = null // a move by keys that is not sent yet
  let queue = Promise.resolve()
  let unsent = 0
  let isPressed = false // a button or a finger is down
  let isLate = false // the page is older than what was saved

  const part = (name, root = document) => root.querySelector(`[data-part="${name}"]`)
  const slab = (code) => document.getElementById(`s-${code}`)
  const day = (stage) => [...region.querySelectorAll('.lane')].find((it) => it.dataset.stage === stage)?.querySelector('.lane-day')
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name])
  const say = (words) => (said.textContent = words)

  function read() {
    data = JSON.parse(document.getElementById('grid-data').textContent)
    gridStart = Date.parse(data.begins)
    clock = new Intl.DateTimeFormat('en-GB', { timeZone: data.zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    region.style.setProperty('--axis', `${region.querySelector('.axis').offsetWidth}px`)
    stages = [...region.querySelectorAll('.lane')].map((it) => it.dataset.stage)
  }
  let stages = []

  const time = (minutes) => clock.format(gridStart + minutes * 60000)
  const span = (one) => `${time(one.at)}–${time(one.at + one.minutes)}`
  const stageName = (code) => data.stages[code] ?? data.words.none
  const tell = (one) =>
    one.status === 'unscheduled'
      ? fill(data.words.tray, one)
      : fill(data.words.at, { title: one.title, time: `${span(one)} ${data.where}`, stage: stageName(one.stage) })

  // --- what cannot be ------------------------------------------------------------------------

  const meets = (one, at, minutes) => one.at < at + minutes && one.at + one.minutes > at
  const isHeld = (one) => one.status === 'scheduled'

  function others(code) {
    return Object.entries(data.sessions).filter(([key, one]) => key !== code && isHeld(one))
  }

  function shares(one, other) {
    return one.who.filter((who) => other.who.includes(who))
  }

  // Why a session cannot be there, in words, or "": it can be saved in any case, as a draft may.
  function obstacle(code, at, minutes, stage, but = '') {
    const mine = data.sessions[code]
    if (mine.status === 'cancelled') return ''
    for (const [key, one] of others(code)) {
      if (key === but || !meets(one, at, minutes)) continue
      if (stage && one.stage === stage) return fill(data.words.taken, { stage: stageName(stage), title: one.title })
      const [who] = shares(mine, one)
      if (who) return fill(data.words.busy, { who: data.names[who], title: one.title })
    }
    for (const [who, parts] of Object.entries(mine.there)) {
      const isAway = ([from, to]) => data.away[who].some(([begins, ends]) => at + from < ends && at + (to ?? minutes) > begins)
      if (parts.some(isAway)) return fill(data.words.away, { who: data.names[who] })
    }
    return ''
  }

  // --- drawing -------------------------------------------------------------------------------

  function place(code) {
    const one = data.sessions[code]
    const it = slab(code)
    if (!it) return
    const isLoose = one.status === 'unscheduled'
    const home = isLoose ? part('tray').querySelector('.tray-list') : day(one.stage)
    if (!home || one.status === 'away') return it.remove()
    it.className = it.className.replace(/ ln\d+ of-\d+/, '')
    it.classList.toggle('is-loose', isLoose)
    if (it.parentNode !== home) {
      const had = it.contains(document.activeElement)
      home.append(it)
      if (had) it.firstElementChild.focus({ preventScroll: true })
    }
    const steps = [Math.floor(one.at / 5), Math.max(1, Math.ceil(one.minutes / 5))]
    for (const [name, value] of [['--h', steps[0]], ['--lh', steps[1]]]) {
      if (isLoose) it.style.removeProperty(name)
      else it.style.setProperty(name, Math.floor(value / 12))
    }
    for (const [name, value] of [['--m', steps[0]], ['--lm', steps[1]]]) {
      if (isLoose) it.style.removeProperty(name)
      else it.style.setProperty(name, value % 12)
    }
    it.classList.toggle('is-short', !isLoose && steps[1] < SHORT)
    if (isLoose) return
    const end = document.createElement('span')
    end.className = 'slab-end'
    end.textContent = `–${time(one.at + one.minutes)}`
    it.querySelector('.slab-time').replaceChildren(time(one.at), end)
  }

  // --- saving --------------------------------------------------------------------------------

  // Shows a change at once, and sends it: `changes` are the new values of some sessions.
  function make(path, form, changes, words) {
    const before = {}
    for (const [code, values] of Object.entries(changes)) {
      before[code] = { ...data.sessions[code] }
      Object.assign(data.sessions[code], values)
      place(code)
      slab(code)?.classList.add('is-saving')
    }
    if (words) say(words)
    notice.hidden = true
    unsent += 1
    queue = queue.then(() => send(path, form, before, words))
  }

  async function send(path, form, before, words) {
    const values = form()
    let answer
    try {
      const response = await fetch(path, {
        method: 'POST',
        keepalive: true,
        headers: { Accept: 'application/json', 'X-CSRFToken': region.dataset.token },
        body: new URLSearchParams(values),
      })
      const isJson = response.headers.get('Content-Type')?.startsWith('application/json')
      answer = isJson ? await response.json() : { refused: fill(data.words.failed, response) }
    } catch {
      answer = { refused: data.words.offline }
    }
    unsent -= 1
    if (answer.refused) {
      for (const [code, one] of Object.entries(before)) {
        data.sessions[code] = { ...one }
        place(code)
        slab(code)?.classList.remove('is-saving')
      }
      refuse(answer, path, values)
    } else {
      for (const [code, digest] of Object.entries(answer.seen)) {
        if (data.sessions[code]) data.sessions[code].seen = digest
      }
      if (words) say(`${words}. ${data.words.saved}`)
    }
    // What is taken back may lie on another day: there it is to be seen.
    if (!unsent && answer.day && !Object.keys(before).length && answer.day !== data.day) {
      return location.assign(`${base}?day=${answer.day}`)
    }
    if (!unsent) await refresh()
  }

  function refuse(answer, path, values) {
    const words = document.createElement('p')
    words.textContent = fill(data.words.back, { reason: answer.refused })
    notice.replaceChildren(words)
    if (answer.stale) notice.append(bothVersions(path, values))
    notice.hidden = false
  }

  // The same form once more, as a page: it shows both versions.
  function bothVersions(path, values) {
    const form = document.createElement('form')
    form.method = 'post'
    form.action = path
    for (const [name, value] of Object.entries({ ...values, csrf_token: region.dataset.token })) {
      const input = document.createElement('input')
      Object.assign(input, { type: 'hidden', name, value })
      form.append(input)
    }
    const button = document.createElement('button')
    button.className = 'button'
    button.textContent = data.words.stale
    form.append(button)
    return form
  }

  // The page as it is now, in its parts: clashes, counts, what others did meanwhile.
  async function refresh() {
    let page
    try {
      const response = await fetch(location.href)
      if (!response.ok) return
      page = new DOMParser().parseFromString(await response.text(), 'text/html')
    } catch {
      return
    }
    // What is under the hand stays there until it has let go: half a click is none.
    isLate = Boolean(hand || isPressed || waiting || unsent)
    if (isLate) return
    const held = document.activeElement?.closest?.('.slab')?.dataset.code
    const button = document.activeElement?.closest?.('[data-turn]')?.dataset.turn
    const open = new Map([...document.querySelectorAll('.heap')].map((it) => [it.dataset.rule, it.open]))
    for (const it of document.querySelectorAll('[data-part]')) {
      const fresh = part(it.dataset.part, page)
      if (fresh && fresh.innerHTML !== it.innerHTML) it.replaceChildren(...fresh.childNodes)
    }
    for (const it of document.querySelectorAll('.heap')) if (open.has(it.dataset.rule)) it.open = open.get(it.dataset.rule)
    read()
    if (held) slab(held)?.firstElementChild.focus({ preventScroll: true })
    if (button) document.querySelector(`[data-turn="${button}"] button`)?.focus({ preventScroll: true })
    mark(marked)
    document.documentElement.dataset.saved = String(Number(document.documentElement.dataset.saved ?? 0) + 1)
  }

  function catchUp() {
    if (isLate && !hand && !isPressed && !waiting && !unsent) refresh()
  }

  addEventListener('pointerdown', () => (isPressed = true), { capture: true })
  for (const name of ['pointerup', 'pointercancel']) {
    addEventListener(name, () => {
      isPressed = false
      setTimeout(catchUp) // after the click
    })
  }

  const path = (code) => `${base}/sessions/${encodeURIComponent(code)}`

  function move(code, at, minutes, stage, more = {}) {
    const one = data.sessions[code]
    const status = one.status === 'unscheduled' ? 'scheduled' : one.status
    const changes = { [code]: { at, minutes, stage, status } }
    if (more.rest && one.stage && one.stage === stage && isHeld(one)) {
      const end = one.at + one.minutes
      const late = at + minutes - end
      for (const [key, other] of others(code)) {
        if (other.stage === stage && other.at >= end && other.at < data.minutes) changes[key] = { at: other.at + late }
      }
    }
    const target = { day: more.day ?? data.day, time: time(at), minutes, stage }
    const form = () => ({ do: 'move', seen: data.sessions[code].seen, ...target, ...(more.rest ? { rest: 'yes' } : {}) })
    const words = tell({ ...one, at, minutes, stage, status })
    const why = obstacle(code, at, minutes, stage)
    if (more.day) make(path(code), form, { [code]: { status: 'away' } }, more.words)
    else make(path(code), form, changes, why ? `${words}. ${why}` : words)
  }

  function shift(code, by) {
    const one = data.sessions[code]
    const changes = { [code]: { at: one.at + by } }
    for (const [key, other] of others(code)) {
      if (one.stage && other.stage === one.stage && other.at >= one.at && other.at < data.minutes) changes[key] = { at: other.at + by }
    }
    const words = fill(data.words.shifted, { title: one.title, stage: stageName(one.stage), minutes: by })
    make(path(code), () => ({ do: 'shift', seen: data.sessions[code].seen, by }), changes, words)
  }

  function swap(code, other) {
    const [one, two] = [data.sessions[code], data.sessions[other]]
    if (code === other || one.status === 'unscheduled' || two.status === 'unscheduled') return
    const changes = { [code]: { at: two.at, stage: two.stage }, [other]: { at: one.at, stage: one.stage } }
    const form = () => ({ do: 'swap', seen: data.sessions[code].seen, other, other_seen: data.sessions[other].seen })
    make(path(code), form, changes, fill(data.words.swapped, { title: one.title, other: two.title }))
  }

  function unschedule(code) {
    const one = data.sessions[code]
    if (one.status === 'unscheduled') return
    const tray = part('tray')
    if (!tray.querySelector('.tray-list')) {
      const list = document.createElement('ol')
      list.className = 'tray-list'
      tray.querySelector('p')?.remove()
      tray.append(list)
    }
    const form = () => ({ do: 'unschedule', seen: data.sessions[code].seen })
    make(path(code), form, { [code]: { status: 'unscheduled' } }, fill(data.words.tray, one))
  }

  function turn(which) {
    make(`${base}/${which}`, () => ({}), {}, which === 'undo' ? data.words.undone : data.words.redone)
  }

  // --- by pointer ----------------------------------------------------------------------------

  let pointer = { x: 0, y: 0, alt: false, shift: false }
  let frame = 0

  document.addEventListener('pointerdown', (event) => {
    const it = event.target.closest?.('.slab')
    if (!it || event.button || !(it.dataset.code in data.sessions) || it.classList.contains('is-continued')) return
    if (matchMedia('(width < 40rem)').matches) return
    const box = it.getBoundingClientRect()
    const isEdge = !it.classList.contains('is-loose') && event.clientY > box.bottom - 9
    // A finger scrolls; it holds what it touches for a moment, or takes the edge.
    if (event.pointerType === 'touch' && !isEdge) return hold(event, it)
    begin(event, it, isEdge)
  })

  function hold(event, it) {
    const end = () => {
      clearTimeout(timer)
      for (const [name, listener] of listeners) document.removeEventListener(name, listener)
    }
    const timer = setTimeout(() => {
      end()
      begin(event, it, false)
      start()
    }, 350)
    const wander = (next) => Math.hypot(next.clientX - event.clientX, next.clientY - event.clientY) > 8 && end()
    const listeners = [['pointermove', wander], ['pointerup', end], ['pointercancel', end]]
    for (const [name, listener] of listeners) document.addEventListener(name, listener)
  }

  function begin(event, it, isEdge) {
    flush()
    const code = it.dataset.code
    const box = it.getBoundingClientRect()
    hand = { code, it, isEdge, x: event.clientX, y: event.clientY, grip: event.clientY - (isEdge ? box.bottom : box.top), id: event.pointerId, on: false, target: null }
    pointer = { x: event.clientX, y: event.clientY, alt: event.altKey, shift: event.shiftKey }
  }

  document.addEventListener('selectstart', (event) => hand && event.preventDefault())
  document.addEventListener('dragstart', (event) => event.target.closest?.('.slab') && event.preventDefault())
  document.addEventListener('contextmenu', (event) => hand?.on && event.preventDefault())
  // With Shift held, a press would mark words from the last place on.
  document.addEventListener('mousedown', (event) => event.shiftKey && event.target.closest?.('.slab') && event.preventDefault())
  document.addEventListener('touchmove', (event) => hand?.on && event.preventDefault(), { passive: false })

  document.addEventListener('pointermove', (event) => {
    if (!hand || event.pointerId !== hand.id) return
    pointer = { x: event.clientX, y: event.clientY, alt: event.altKey, shift: event.shiftKey }
    if (!hand.on) {
      if (Math.hypot(event.clientX - hand.x, event.clientY - hand.y) < 4) return
      start()
    }
    event.preventDefault()
    if (!frame) frame = requestAnimationFrame(draw)
  })

  function start() {
    hand.on = true
    const one = data.sessions[hand.code]
    const board = part('board')
    const styles = getComputedStyle(board)
    hand.board = board
    hand.head = region.querySelector('.lane-head').offsetHeight
    hand.perMinute = region.querySelector('.lane-day').offsetHeight / data.minutes
    hand.lanes = [...region.querySelectorAll('.lane')].map((it) => ({ it, stage: it.dataset.stage, left: it.offsetLeft, width: it.offsetWidth }))
    hand.rtl = styles.direction === 'rtl'
    if (one.status === 'unscheduled') hand.grip = Math.min(hand.grip, one.minutes * hand.perMinute)
    hand.ghost = document.createElement('div')
    hand.ghost.className = 'ghost is-away'
    hand.ghost.append(document.createElement('span'), document.createElement('span'))
    hand.bars = hand.isEdge ? [] : barred(one, hand)
    board.append(...hand.bars, hand.ghost)
    hand.it.classList.add('is-held')
    if (hand.isEdge) hand.it.classList.add('is-stretched')
    else board.classList.add('is-dragging')
    // Touch: from here on the finger does not scroll.
    try {
      hand.it.setPointerCapture(hand.id)
    } catch {
      // It has been let go already.
    }
  }

  // Where nobody could be in two places, or somebody cannot be: bars over every stage, with the reason.
  function barred(one, hand) {
    const bar = (at, minutes, words) => {
      const it = document.createElement('div')
      it.className = 'barred'
      it.style.insetBlockStart = `${hand.head + at * hand.perMinute}px`
      it.style.blockSize = `${minutes * hand.perMinute}px`
      const label = document.createElement('span')
      label.textContent = words
      it.append(label)
      return it
    }
    const busy = others(hand.code)
      .map(([, other]) => ({ other, who: shares(one, other) }))
      .filter(({ who }) => who.length)
      .map(({ other, who }) => bar(other.at, other.minutes, fill(data.words.busy, { who: data.names[who[0]], title: other.title })))
    const away = Object.keys(one.there).flatMap((who) =>
      data.away[who].map(([begins, ends]) => bar(begins, ends - begins, fill(data.words.away, { who: data.names[who] }))),
    )
    return [...busy, ...away]
  }

  // One frame: where the hand is, what that means, and no more than a transform and two words.
  function draw() {
    frame = 0
    if (!hand?.on) return
    const target = aim()
    if (scroll()) frame = requestAnimationFrame(draw)
    const same = hand.target && JSON.stringify(hand.target) === JSON.stringify(target)
    if (same) return
    hand.target = target
    const ghost = hand.ghost
    hand.aimed?.classList.remove('is-target')
    hand.aimed = target.kind === 'swap' ? slab(target.other) : target.kind === 'tray' ? part('tray') : target.kind === 'day' ? document.querySelector(`[data-day="${target.day}"]`) : null
    hand.aimed?.classList.add('is-target')
    ghost.classList.toggle('is-away', target.kind !== 'place')
    if (target.kind !== 'place') return
    const lane = hand.lanes.find((it) => it.stage === target.stage)
    const one = data.sessions[hand.code]
    const why = obstacle(hand.code, target.at, target.minutes, target.stage)
    ghost.style.transform = `translate(${lane.left}px, ${hand.head + target.at * hand.perMinute}px)`
    ghost.style.inlineSize = `${lane.width}px`
    ghost.style.blockSize = `${Math.max(36, target.minutes * hand.perMinute)}px`
    ghost.classList.toggle('is-impossible', Boolean(why))
    ghost.children[0].textContent = `${span(target)}${target.rest ? ' ⇊' : ''}`
    ghost.children[1].textContent = why || one.title
  }

  function aim() {
    const one = data.sessions[hand.code]
    const box = hand.board.getBoundingClientRect()
    const y = pointer.y - box.top - hand.head
    if (hand.isEdge) {
      const minutes = Math.max(SNAP, Math.round(((y - hand.grip) / hand.perMinute - one.at) / SNAP) * SNAP)
      return { kind: 'place', at: one.at, minutes: Math.min(minutes, 1440), stage: one.stage, rest: pointer.shift }
    }
    const under = document.elementFromPoint(pointer.x, pointer.y)
    const choice = under?.closest('[data-day]')
    if (choice && Number(choice.dataset.day) !== data.day) return { kind: 'day', day: Number(choice.dataset.day) }
    if (under?.closest('[data-part="tray"]')) return { kind: 'tray' }
    const over = under?.closest('.slab')?.dataset.code
    if ((pointer.alt || marked === hand.code) && over && over !== hand.code && data.sessions[over]) return { kind: 'swap', other: over }
    const frame = region.getBoundingClientRect()
    if (pointer.x < frame.left || pointer.x > frame.right || pointer.y < frame.top || pointer.y > frame.bottom) return { kind: 'nowhere' }
    const x = pointer.x - box.left
    const lane = hand.lanes.find((it) => x >= it.left && x < it.left + it.width)
    if (!lane) return { kind: 'nowhere' }
    const raw = (y - hand.grip) / hand.perMinute
    // An odd minute is kept where the hand only moves it aside.
    const at = Math.abs(raw - one.at) < SNAP / 2 ? one.at : Math.round(raw / SNAP) * SNAP
    return { kind: 'place', at: Math.max(0, Math.min(at, data.minutes - SNAP)), minutes: one.minutes, stage: lane.stage, rest: pointer.shift && lane.stage === one.stage && isHeld(one) }
  }

  // Near an edge, the grid goes on under the hand.
  function scroll() {
    const box = region.getBoundingClientRect()
    const pull = (at, from, to) => (at < from + 40 ? at - from - 40 : at > to - 40 ? at - to + 40 : 0)
    if (pointer.x < box.left || pointer.x > box.right) return false
    const down = pointer.y > box.top - 60 && pointer.y < box.bottom + 60 ? pull(pointer.y, box.top + hand.head, box.bottom) : 0
    const across = pull(pointer.x, box.left, box.right)
    if (!down && !across) return false
    const before = [region.scrollLeft, region.scrollTop]
    region.scrollBy({ left: across / 4, top: down / 4, behavior: 'instant' })
    return before[0] !== region.scrollLeft || before[1] !== region.scrollTop
  }

  // The click that ends a drag opens no form. It comes when the hand lets go, which may be long
  // after Escape, or not at all; the next press is another's. Keys click without a count.
  function stopClick() {
    const end = () => {
      removeEventListener('click', stop, { capture: true })
      removeEventListener('pointerdown', end, { capture: true })
    }
    const stop = (event) => {
      end()
      if (event.detail) event.preventDefault()
    }
    addEventListener('click', stop, { capture: true })
    addEventListener('pointerdown', end, { capture: true })
  }

  function drop(isDone) {
    const held = hand
    hand = null
    cancelAnimationFrame(frame)
    frame = 0
    if (!held?.on) return
    held.ghost.remove()
    for (const bar of held.bars) bar.remove()
    held.aimed?.classList.remove('is-target')
    held.it.classList.remove('is-held', 'is-stretched')
    held.board.classList.remove('is-dragging')
    stopClick()
    const target = held.target
    const one = data.sessions[held.code]
    if (!isDone || !target) return say(data.words.left)
    if (target.kind === 'swap') swap(held.code, target.other)
    else if (target.kind === 'tray') unschedule(held.code)
    else if (target.kind === 'day') {
      const words = document.querySelector(`[data-day="${target.day}"] .week-name`).textContent
      move(held.code, one.at, one.minutes, one.stage, { day: target.day, words: `${one.title}: ${words}, ${time(one.at)}` })
    } else if (target.kind === 'place') {
      const isSame = one.status !== 'unscheduled' && target.at === one.at && target.minutes === one.minutes && target.stage === one.stage
      if (!isSame) move(held.code, target.at, target.minutes, target.stage, { rest: target.rest })
    }
  }

  document.addEventListener('pointerup', (event) => hand && event.pointerId === hand.id && finish(event))
  document.addEventListener('pointercancel', () => drop(false))

  function finish(event) {
    if (hand.on) {
      pointer = { x: event.clientX, y: event.clientY, alt: event.altKey, shift: event.shiftKey }
      draw()
    }
    drop(true)
  }

  // --- by keys -------------------------------------------------------------------------------

  function mark(code) {
    marked = code
    for (const it of document.querySelectorAll('.slab.is-marked')) it.classList.remove('is-marked')
    if (code) slab(code)?.classList.add('is-marked')
  }

  // Several presses are one edit, sent when the keys rest.
  function nudge(code, values) {
    const one = data.sessions[code]
    if (waiting && waiting.code !== code) flush()
    waiting ??= { code, before: { ...one } }
    clearTimeout(waiting.timer)
    Object.assign(one, values)
    place(code)
    slab(code).firstElementChild.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    const why = obstacle(code, one.at, one.minutes, one.stage)
    say(why ? `${tell(one)}. ${why}` : tell(one))
    waiting.timer = setTimeout(flush, 700)
  }

  function flush(isDone = true) {
    if (!waiting) return
    const { code, before, timer } = waiting
    clearTimeout(timer)
    waiting = null
    const now = { ...data.sessions[code] }
    Object.assign(data.sessions[code], before)
    const isSame = now.at === before.at && now.minutes === before.minutes && now.stage === before.stage
    if (isDone && !isSame) return move(code, now.at, now.minutes, now.stage)
    place(code)
    if (!isDone) say(data.words.left)
    catchUp()
  }

  // --- finding -------------------------------------------------------------------------------

  function show(it) {
    it.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
    it.firstElementChild.focus({ preventScroll: true })
  }

  // The next block on this day whose words hold what is sought; the server knows the other days.
  document.querySelector('[data-find]').addEventListener('submit', (event) => {
    const words = event.target.elements.find.value.trim().toLowerCase()
    const all = [...document.querySelectorAll('.slab')]
    const from = all.findIndex((it) => it === found) + 1
    const next = [...all.slice(from), ...all.slice(0, from)].find((it) => words && it.querySelector('.slab-title').textContent.toLowerCase().includes(words))
    if (!next) return
    event.preventDefault()
    found = next
    show(next)
  })
  let found = null

  addEventListener('hashchange', () => {
    const it = location.hash.startsWith('#s-') && document.getElementById(location.hash.slice(1))
    if (it) show(it)
  })

  const within = (at) => Math.max(0, Math.min(at, data.minutes - SNAP))

  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest?.('input, select, textarea')
    if (isTyping) return
    const key = event.key
    if (key === 'Escape' && (hand?.on || waiting || marked)) {
      event.preventDefault()
      if (hand?.on) drop(false)
      else if (waiting) flush(false)
      else mark(null), say(data.words.left)
      return
    }
    if (event.ctrlKey || event.metaKey) {
      const isRedo = key.toLowerCase() === 'y' || (event.shiftKey && key.toLowerCase() === 'z')
      if (!isRedo && key.toLowerCase() !== 'z') return
      event.preventDefault()
      flush()
      return turn(isRedo ? 'redo' : 'undo')
    }
    if (key === '?') return keys(event)
    const publish = key.toLowerCase() === 'p' && !event.altKey && document.querySelector('[data-publish]')
    if (publish) {
      flush()
      return queue.then(() => publish.click())
    }
    if (key === '/' && !event.altKey) {
      event.preventDefault()
      return document.getElementById('find').select()
    }
    const it = document.activeElement?.closest?.('.slab')
    const code = it?.dataset.code
    const one = data.sessions[code]
    if (!one || it.classList.contains('is-continued')) return
    const deed = deeds(event, code, one)
    if (!deed) return
    event.preventDefault()
    deed()
  })

  function deeds(event, code, one) {
    const letter = event.key.toLowerCase()
    if (letter === 'u' && !event.altKey) return () => { flush(); unschedule(code) }
    if (letter === 's' && !event.altKey) return () => { flush(); choose(code) }
    if (one.status === 'unscheduled') return null
    const by = { ArrowUp: -SNAP, ArrowDown: SNAP, PageUp: -60, PageDown: 60 }[event.key]
    if (by && event.altKey) return () => { flush(); shift(code, by) }
    if (by && event.shiftKey) return () => nudge(code, { minutes: Math.max(SNAP, Math.min(one.minutes + by, 1440)) })
    if (by) return () => nudge(code, { at: within(one.at + by) })
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (aside && !event.altKey) {
      const stage = stages[stages.indexOf(one.stage) + (getComputedStyle(region).direction === 'rtl' ? -aside : aside)]
      return () => stage !== undefined && nudge(code, { stage })
    }
    return null
  }

  function choose(code) {
    if (!marked) {
      if (data.sessions[code].status === 'unscheduled') return
      mark(code)
      return say(fill(data.words.swap, data.sessions[code]))
    }
    const first = marked
    mark(null)
    if (first === code) say(data.words.left)
    else swap(first, code)
  }

  const help = document.querySelector('[data-keys]')
  help.hidden = false
  function keys(event) {
    event.preventDefault()
    help.open = !help.open
    if (help.open) help.querySelector('summary').focus()
  }

  document.addEventListener('submit', (event) => {
    const which = event.target.dataset?.turn
    if (!which) return
    event.preventDefault()
    flush()
    turn(which)
  })

  addEventListener('beforeunload', (event) => {
    flush()
    if (unsent > 1) event.preventDefault()
  })

  read()
  const first = location.hash.startsWith('#s-') ? document.getElementById(location.hash.slice(1)) : null
  if (first) show(first)
  else {
    const shown = [...region.querySelectorAll('.lane-day > .slab')].sort((a, b) => a.offsetTop - b.offsetTop)[0]
    if (shown) region.scrollTop = Math.max(0, shown.offsetTop - 40)
  }
}
