// Keeps the last seen agenda of whoever has entered, with what it needs, and shows it when the
// network is away. It answers nothing else: every other page goes its usual way.
const MINE = 'mine' // pages of one person: gone when they leave
const PARTS = 'parts' // style sheets, scripts, letters: their names change with their content
const OWN = /^\/[^/]+\/me(\/print)?$/
const ASSET = /^\/static\/build\/assets\//
const WORDS = '/sw.js?words' // what to say above a page that was kept

const strip = (address) => {
  const found = new URL(address, self.location.origin)
  found.hash = ''
  return found.href
}

let left = 0 // how often somebody has left while this worker ran

const forget = () => {
  left += 1
  return caches.delete(MINE)
}

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// A page of ours says what to keep: its own address first, what it links to, and what it is made of.
self.addEventListener('message', (event) => {
  const { pages = [], parts = [], words = '' } = event.data ?? {}
  event.waitUntil(keep(pages, parts, words))
})

async function keep(pages, parts, words) {
  const before = left
  const [first, ...others] = await Promise.all(pages.map((page) => take(strip(page))))
  // Who asked may have left meanwhile: then their own page is no longer given, or was given before.
  if (first.isRefused || left !== before) return forget()
  const mine = await caches.open(MINE)
  await mine.put(WORDS, new Response(words))
  for (const { page, answer } of [first, ...others]) if (answer?.ok) await mine.put(page, answer)
  const own = await caches.open(PARTS)
  const wanted = new Set(parts.map(strip))
  for (const old of await own.keys()) if (!wanted.has(old.url)) await own.delete(old)
  await Promise.all([...wanted].map(async (part) => (await own.match(part)) || own.add(part).catch(() => {})))
  const kept = new Set([...pages.map(strip), strip(WORDS)])
  for (const old of await mine.keys()) if (!kept.has(old.url)) await mine.delete(old)
  if (left !== before) await caches.delete(MINE)
}

// What a page of theirs is now; without an answer, what was kept before stays.
async function take(page) {
  try {
    const answer = await fetch(page, { credentials: 'same-origin' })
    return { page, answer: answer.redirected ? null : answer, isRefused: answer.redirected || answer.status === 403 }
  } catch {
    return { page, answer: null, isRefused: false }
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const address = new URL(request.url)
  if (address.origin !== self.location.origin) return
  if (request.method !== 'GET') {
    // Whoever leaves, or is erased, leaves nothing here.
    if (address.pathname.startsWith('/account/')) event.waitUntil(forget())
    return
  }
  if (request.mode === 'navigate') event.respondWith(page(request, address))
  else if (ASSET.test(address.pathname)) event.respondWith(part(request))
})

async function page(request, address) {
  try {
    const answer = await fetch(request)
    // Led elsewhere or refused: nobody is in any more, so nothing of theirs stays.
    if (OWN.test(address.pathname) && (answer.type === 'opaqueredirect' || answer.redirected || answer.status === 403)) {
      await forget()
    }
    return answer
  } catch (error) {
    const mine = await caches.open(MINE)
    const kept = await mine.match(request.url, { ignoreVary: true, ignoreSearch: true })
    if (!kept) throw error
    return told(kept, await mine.match(WORDS))
  }
}

// Says above a kept page that it is one, and of when.
async function told(kept, said) {
  const words = said ? await said.text() : ''
  const safe = words.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`)
  const line = `<p class="notice" role="status" data-kept>${safe}</p>`
  const text = (await kept.text()).replace('<main id="main">', () => `${line}<main id="main">`)
  return new Response(text, { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
}

async function part(request) {
  const kept = await caches.match(request, { ignoreVary: true })
  return kept ?? fetch(request)
}
