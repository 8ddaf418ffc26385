import { api } from "./api.js"
import { eachElement, el } from "./dom.js"
import { notice } from "./notice.js"
import { dataTable, tableRow } from "./table.js"

const METHODS = ["get", "post", "put", "patch", "delete"]

/** Follow `#/components/schemas/Name` inside the document. */
function resolved(document, schema) {
  if (!schema?.$ref) return schema ?? {}
  return schema.$ref.slice(2).split("/").reduce((place, step) => place?.[step], document) ?? {}
}

function typeOf(document, schema) {
  const options = schema?.anyOf ?? schema?.oneOf
  if (options) return options.map((each) => typeOf(document, each)).join(" | ")
  const whole = resolved(document, schema)
  if (whole.enum) return whole.enum.map((value) => JSON.stringify(value)).join(" | ")
  if (whole.type === "array") return `${typeOf(document, whole.items)}[]`
  return [whole.type ?? "object"].flat().join(" | ")
}

function nested(document, schema) {
  const options = (schema?.anyOf ?? schema?.oneOf ?? [schema]).map((each) => resolved(document, each))
  return options.map((each) => (each?.type === "array" ? resolved(document, each.items) : each)).find((each) => each?.properties)
}

/** The fields of a schema, with the fields of its parts one level down each: `document.number`. */
function fieldsOf(document, schema, prefix = "", depth = 0) {
  const whole = resolved(document, schema)
  return Object.entries(whole.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix + name
    const text = field.description ?? resolved(document, field).description ?? ""
    const row = { path, type: typeOf(document, field), required: (whole.required ?? []).includes(name), text }
    const inner = depth < 2 ? nested(document, field) : null
    return [row, ...(inner ? fieldsOf(document, inner, `${path}.`, depth + 1) : [])]
  })
}

const FIELD_COLUMNS = [
  { title: "字段", head: true, value: (field) => el("code", {}, field.path) },
  { title: "类型", value: (field) => field.type },
  { title: "必填", value: (field) => (field.required ? "必填" : "可不填") },
  { title: "说明", value: (field) => field.text },
]

function fieldTable(caption, fields) {
  if (!fields.length) return null
  const columns = fields.some((field) => field.text) ? FIELD_COLUMNS : FIELD_COLUMNS.slice(0, 3)
  const table = dataTable(caption, columns)
  table.tBodies[0].append(...fields.map((field) => tableRow(columns, field)))
  return el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-label": caption }, table)
}

function jsonOf(part) {
  const content = part?.content ?? {}
  return (content["application/json"] ?? content["application/problem+json"])?.schema
}

function answers(document, operation) {
  return Object.entries(operation.responses ?? {}).map(([status, answer]) => {
    const whole = resolved(document, answer)
    return el("li", {}, el("strong", {}, status), ` ${whole.description ?? ""}`)
  })
}

function parameters(document, operation) {
  return (operation.parameters ?? []).map((each) => resolved(document, each)).map((each) => ({
    path: each.name, type: `${typeOf(document, each.schema)}（${each.in}）`, required: Boolean(each.required), text: each.description ?? "",
  }))
}

function goodAnswer(document, operation) {
  const found = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith("2"))
  return found ? jsonOf(resolved(document, found[1])) : null
}

function operationBlock(document, path, method, operation) {
  const summary = el("summary", {}, el("span", { class: "v-method" }, method.toUpperCase()), " ", el("code", {}, path),
    operation.summary ? ` ${operation.summary}` : "")
  return el("details", { class: "v-more v-operation" }, summary,
    operation.description && operation.description !== operation.summary && el("p", {}, operation.description),
    operation["x-who"] && el("p", {}, `谁可以用：${operation["x-who"]}`),
    fieldTable("参数", parameters(document, operation)),
    fieldTable("请求内容", fieldsOf(document, jsonOf(resolved(document, operation.requestBody)))),
    el("p", {}, "回答："), el("ul", {}, answers(document, operation)),
    fieldTable("回答内容", fieldsOf(document, goodAnswer(document, operation))))
}

function blocks(document) {
  const groups = new Map()
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS.filter((each) => item[each])) {
      const tag = item[method].tags?.[0] ?? path.split("/")[1]
      groups.set(tag, [...(groups.get(tag) ?? []), operationBlock(document, path, method, item[method])])
    }
  }
  return [...groups].map(([tag, operations]) => el("section", {}, el("h2", {}, tag), operations))
}

eachElement("[data-openapi]", async (place) => {
  try {
    place.replaceChildren(...blocks(await api.get(place.dataset.openapi)))
  } catch {
    const text = "接口清单要从正在运行的系统读取，现在没有读到。请确认系统已经启动，再刷新本页。"
    place.replaceChildren(notice("warn", "暂时没有接口清单", el("p", {}, text)))
  }
})
