import { api } from "./api.js"
import { el } from "./dom.js"
import { formatDateTime, formatHours } from "./format.js"
import { enhanceForm } from "./forms.js"
import { runImport } from "./import-run.js"
import { notice, showIn } from "./notice.js"
import { base64Of } from "./numbers-file.js"
import { pageOf } from "./read-all.js"
import { saveFile } from "./save-file.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const MOST_BYTES = 3000000
const TAGS = { checking: "pending", faulty: "refused", ready: "pending", writing: "pending", done: "approved" }
const NEXT = { checking: "接着检查", faulty: "重新检查", ready: "查看并写入", writing: "接着写入", done: "查看" }

function fileFaults(file) {
  if (!file) return [{ field: "content", message: "请选择文件。" }]
  if (!/\.(xlsx|csv)$/i.test(file.name)) return [{ field: "content", message: "只能上传 .xlsx 或 .csv。别的格式，请在表格软件里另存为 .xlsx。" }]
  return file.size > MOST_BYTES ? [{ field: "content", message: "文件超过 3 MB，请分成几个文件。" }] : []
}

function wireUpload(form, group, run) {
  const input = form.querySelector("[type=file]")
  enhanceForm(form, {
    busy: "正在上传…",
    check: () => fileFaults(input.files[0]),
    send: async ({ project_id }, { key }) => {
      const [file] = input.files
      const content = await base64Of(file)
      return api.post(`/groups/${group}/imports`, { name: file.name, content, project_id: project_id ?? "" }, { key: `${key}${file.lastModified}` })
    },
    done(imported) {
      form.reset()
      run(imported)
    },
  })
}

function wireExport(form, group, place) {
  enhanceForm(form, {
    busy: "正在生成…",
    send: (values) => api.file(`/groups/${group}/export?${new URLSearchParams(values)}`),
    done: ({ blob, name }) => {
      saveFile(blob, name)
      showIn(place, notice("good", "文件已生成", el("p", {}, name)))
    },
  })
}

async function fillProjects(section, bench) {
  const projects = await bench.projects().catch(() => [])
  const options = () => projects.map((project) => el("option", { value: project.project_id }, project.name))
  for (const select of section.querySelectorAll("[data-projects]")) select.append(...options())
}

/** 导入导出: hours from a spreadsheet and into one. Made once for the tab's `section`. */
export function makeFiles(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const group = bench.group.group_id
  let list = null
  const run = (imported) => runImport(place("run"), group, imported, () => list.reload())
  const columns = [
    { title: "文件", head: true, value: (item) => [item.name, el("span", { class: "v-under" }, `${item.rows} 行`)] },
    { title: "上传时间", value: (item) => formatDateTime(item.brought_at) },
    { title: "状态", value: (item) => statusTag(TAGS[item.state], item.state_name) },
    { title: "写入", value: (item) => (item.entries ? `${item.entries} 段，${formatHours(item.minutes)} 小时` : "还没有") },
    { title: "办理", value: (item) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `${NEXT[item.state]} ${item.name}`, onclick: () => run(item) }, NEXT[item.state]) },
  ]
  place("template").href = `/api/v1/groups/${group}/import-template`
  wireUpload(section.querySelector("#import-form"), group, run)
  wireExport(section.querySelector("#export-form"), group, place("exported"))
  fillProjects(section, bench)
  return {
    show() {
      list = pagedTable(place("list"), {
        caption: "上传过的文件",
        columns,
        read: pageOf(`/groups/${group}/imports`),
        empty: { title: "还没有上传过文件", text: "上传过的文件保留 90 天，没办完的可以接着办。" },
      })
    },
  }
}
