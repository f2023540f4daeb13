// The map of the world as one small SVG: all land but Antarctica, longitude and latitude taken
// straight as x and y (equirectangular), 720 by 360 units, so half a degree is one unit:
//
//   x = (longitude + 180) * 2      y = (90 - latitude) * 2
//
//   <svg viewBox="0 0 720 360"><use href="{address of world.svg}#land"/></svg>
import { createRequire } from 'node:module'
import { geoBounds, geoEquirectangular, geoPath } from 'd3-geo'
import { feature } from 'topojson-client'

const WIDTH = 720
const HEIGHT = 360
const TOLERANCE = 0.25 // units; a corner flatter than this is left out
const SMALLEST = 1 // square units; smaller islands are left out

// Vite plugin: emits the map under a hashed name and puts it into the manifest as `name`.
export function worldMap(name) {
  return {
    name: 'world-map',
    generateBundle() {
      this.emitFile({ type: 'asset', name, originalFileName: name, source: worldSvg() })
    },
  }
}

export function worldSvg() {
  const world = createRequire(import.meta.url)('world-atlas/land-110m.json')
  const land = feature(world, world.objects.land).features[0].geometry
  const inhabited = land.coordinates.filter((polygon) => !isAntarctica(polygon))
  const path = rings({ type: 'MultiPolygon', coordinates: inhabited })
    .filter((ring) => Math.abs(area(ring)) >= SMALLEST)
    .map((ring) => draw(simplify(ring)))
    .join('')
  return (
    '<svg xmlns="http://www.w3.org/2000/svg">' +
    `<symbol id="land" viewBox="0 0 ${WIDTH} ${HEIGHT}">` +
    `<path fill-rule="evenodd" d="${path}"/></symbol></svg>\n`
  )
}

function isAntarctica(polygon) {
  const [, [, north]] = geoBounds({ type: 'Polygon', coordinates: polygon })
  return north < -60
}

// The rings on the page. d3 cuts what crosses the 180th meridian (Chukotka, Fiji) in two.
function rings(geometry) {
  const projection = geoEquirectangular()
    .scale(WIDTH / (2 * Math.PI))
    .translate([WIDTH / 2, HEIGHT / 2])
    .precision(0)
  const found = []
  const pen = {
    moveTo: (x, y) => found.push([[x, y]]),
    lineTo: (x, y) => found.at(-1).push([x, y]),
    closePath: () => {},
  }
  geoPath(projection, pen)(geometry)
  return found
}

function area(ring) {
  return ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]
    return sum + (x * nextY - nextX * y) / 2
  }, 0)
}

// Douglas and Peucker, once for each half: a ring has no ends to start from.
function simplify(ring) {
  const far = farthest(ring, 0)
  const there = thin(ring.slice(0, far + 1))
  const back = thin([...ring.slice(far), ring[0]])
  return [...there.slice(0, -1), ...back.slice(0, -1)]
}

function farthest(ring, from) {
  const distances = ring.map(([x, y]) => Math.hypot(x - ring[from][0], y - ring[from][1]))
  return distances.indexOf(Math.max(...distances))
}

function thin(line) {
  const [first, last] = [line[0], line.at(-1)]
  const distances = line.map((point) => distance(point, first, last))
  const most = Math.max(...distances)
  if (most <= TOLERANCE) return [first, last]
  const at = distances.indexOf(most)
  return [...thin(line.slice(0, at + 1)).slice(0, -1), ...thin(line.slice(at))]
}

function distance([x, y], [fromX, fromY], [toX, toY]) {
  const [dx, dy] = [toX - fromX, toY - fromY]
  const length = dx * dx + dy * dy
  const along = length ? ((x - fromX) * dx + (y - fromY) * dy) / length : 0
  const share = Math.min(1, Math.max(0, along))
  return Math.hypot(x - fromX - share * dx, y - fromY - share * dy)
}

// A ring in half units: steps from point to point are shorter to write than places.
function draw(ring) {
  const points = ring
    .map(([x, y]) => [Math.round(x * 2) / 2, Math.round(y * 2) / 2])
    .filter(([x, y], i, all) => i === 0 || x !== all[i - 1][0] || y !== all[i - 1][1])
  if (points.length < 3) return ''
  const steps = points.slice(1).map(([x, y], i) => pair(x - points[i][0], y - points[i][1]))
  return `M${pair(...points[0])}l${steps.join(' ').replaceAll(' -', '-')}z`
}

function pair(x, y) {
  return `${number(x)} ${number(y)}`.replace(' -', '-')
}

function number(value) {
  return String(value).replace(/^(-?)0\./, '$1.')
}
