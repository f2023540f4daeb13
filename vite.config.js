// The front end: static/src/ in, static/build/ out. Every name in assets/ carries a hash of its
// content, so a browser may keep it for ever; static/build/.vite/manifest.json leads from our
// names (site.js, zone.js, world.svg) to these.
import { readFileSync } from 'node:fs'
import { build, defineConfig } from 'vite'
import { worldMap } from './static/world.js'

// A script that a page loads before its first paint, or that serves pages offline: classic,
// synchronous, without imports. It is bundled for itself, because Vite makes modules of the
// entries below, and modules wait.
function classicScript(name) {
  return {
    name: `classic-script:${name}`,
    async generateBundle() {
      const { output } = await build({
        configFile: false,
        logLevel: 'warn',
        root: 'static/src',
        publicDir: false,
        build: {
          write: false,
          target: 'es2022',
          rolldownOptions: { input: `static/src/${name}`, output: { format: 'iife' } },
        },
      })
      this.emitFile({ type: 'asset', name, originalFileName: name, source: output[0].code })
    },
  }
}

// A file that only a template names: it gets a hashed name and its line in the manifest.
function asset(name) {
  return {
    name: `asset:${name}`,
    generateBundle() {
      const source = readFileSync(`static/src/${name}`)
      this.emitFile({ type: 'asset', name, originalFileName: name, source })
    },
  }
}

export default defineConfig({
  root: 'static/src',
  base: '/static/build/',
  publicDir: false,
  plugins: [classicScript('zone.js'), classicScript('sw.js'), worldMap('world.svg'), asset('img/mark.svg')],
  build: {
    outDir: '../build',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the content security policy allows no data: fonts
    rolldownOptions: { input: { site: 'static/src/site.js', console: 'static/src/console.js', passkey: 'static/src/passkey.js' } },
  },
})
