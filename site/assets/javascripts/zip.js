// A zip file of parts that are compressed already (PDFs): stored, no compression (APPNOTE 6.3.9, sections 4.3 and 4.4).

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** The CRC-32 of bytes. */
export function crc32(bytes) {
  let value = 0xffffffff
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff] ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}

const UTF8_NAMES = 0x0800
const VERSION = 20

// Numbers of 2 or 4 bytes, least first: [[value, bytes], …].
function packed(fields) {
  const bytes = new Uint8Array(fields.reduce((sum, [, size]) => sum + size, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [value, size] of fields) {
    if (size === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += size
  }
  return bytes
}

const dosTime = (now) => [(now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1), ((now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate()]

/** A zip of `{name, bytes}`; names must differ. Under 4 GB and 65 535 files. */
export function zipOf(files, now = new Date()) {
  const [time, date] = dosTime(now)
  const parts = []
  const directory = []
  let offset = 0
  for (const { name, bytes } of files) {
    const called = new TextEncoder().encode(name)
    const facts = [[VERSION, 2], [UTF8_NAMES, 2], [0, 2], [time, 2], [date, 2], [crc32(bytes), 4], [bytes.length, 4], [bytes.length, 4], [called.length, 2], [0, 2]]
    const head = packed([[0x04034b50, 4], ...facts])
    directory.push(packed([[0x02014b50, 4], [VERSION, 2], ...facts, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]), called)
    parts.push(head, called, bytes)
    offset += head.length + called.length + bytes.length
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  const end = packed([[0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [size, 4], [offset, 4], [0, 2]])
  return new Blob([...parts, ...directory, end], { type: "application/zip" })
}
