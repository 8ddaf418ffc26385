import { el } from "./dom.js"
import { formatDate, formatDateTime, formatHours, formatMinutes } from "./format.js"
import { bigOutcome } from "./verify-outcomes.js"

// What each answer is called, in a table and big.
export const ANSWERS = {
  valid: ["good", "✓", "真实有效"],
  revoked: ["bad", "✕", "已撤销"],
  replaced: ["warn", "⇄", "已被替换"],
  changed: ["bad", "✕", "出具以后被改动过"],
  foreign: ["unknown", "?", "不是本系统出具的文件"],
  unknown: ["unknown", "…", "暂时无法查验"],
}

const BY_CODE = "请用纸面上的查验码，在上面联网查验。"
const WHY = {
  size: "文件超过 20 MB，不是证明的原始文件。",
  nothing: "文件里没有本系统的签名数据。扫描件、照片和另存打印的 PDF 都没有签名数据，查不出真假，请用查验码查验。",
  shape: "文件里的签名数据不是本系统的格式。",
  issuer: "文件里的签名数据写着由别的系统出具。",
  key: "签名用的不是本系统的密钥，请不要采信。",
  signature: "签名与内容对不上。",
  disclosure: "签名数据里的内容被换过。",
  paper: "PDF 的内容与出具时不一样，有地方被改过。",
  added: "PDF 在出具以后被人加了内容，加的不是本系统团体的电子签章。",
  leaked: `签发它的密钥已经作废，只看文件分不出真假。${BY_CODE}持有人重新下载一份，就能再用文件查验。`,
  old_keys: `本机保存的密钥名单太旧，没有这把密钥。请联网再查。`,
  no_list: `读不到状态清单，不知道证明是否还有效。签名是真的。${BY_CODE}`,
  bad_list: `状态清单不对，不能采用。${BY_CODE}`,
  old_list: `状态清单已过期，不知道证明现在是否还有效。签名是真的。请联网再查。`,
  clock: "本机的日期和时间不对，请调准以后再查。",
  other_status: `状态清单里的标记认不出来。${BY_CODE}`,
  broken: `文件读不出来。${BY_CODE}`,
  no_trust: "读不到本系统的密钥名单。请联网再查。",
  no_crypto: `这个浏览器不能查签名。${BY_CODE}`,
}

function linesOf(answer) {
  const { kind, why, claims, seal } = answer
  if (kind === "valid") {
    const paper = answer.isPaper ? "文件从出具到现在没有改动过。请再看持有人出示的证件，是不是本人。" : "这是单独的签名数据，只列出持有人愿意出示的内容。"
    return [`这份证明是${claims.issuer_name}通过“${claims.system_name}”出具的，现在仍然有效。`, paper, seal && `${seal.group} 在 ${formatDateTime(seal.signedAt)} 核实并加盖电子签章。`]
  }
  if (kind === "revoked") return ["证明是真的，但是已经被撤销。请不要再采信。"]
  if (kind === "replaced") return ["证明是真的，但是持有人后来开了新的证明。请持有人出示新的一份。"]
  const sure = { changed: "请不要采信这个文件。", unknown: "这不代表证明是真是假。" }[kind]
  return [why === "issuer" ? `${WHY.issuer}（${answer.issuer.slice(0, 100)}）` : WHY[why], sure]
}

const period = ({ from, to, as_of: asOf }) => `${from ? formatDate(from) : "最早的记录"} 至 ${formatDate(to ?? asOf)}`

function factRows({ claims, facts }) {
  return [
    ["姓名", facts.name],
    ["证件", facts.document && `${facts.document.type} ${facts.document.number}`],
    ["志愿者编号", facts.volunteer_number],
    ["服务时长", facts.hours && `${facts.hours.hours} 小时（${formatMinutes(facts.hours.minutes)}，${facts.hours.times} 次）`],
    ["服务期间", facts.period && period(facts.period)],
    ["星级", facts.star?.name],
    ["评定", facts.grant && `${formatDate(facts.grant.on)}，${facts.grant.by}${facts.grant.reference ? `，${facts.grant.reference}` : ""}`],
    ["记录单位", facts.units?.join("、")],
    ["服务项目", facts.projects?.map(({ project, minutes }) => `${project}（${formatHours(minutes)} 小时）`).join("、")],
    ["证书编号", facts.certificate_number],
    ["出具日期", formatDate(claims.issued_on)],
    ["出具单位", claims.issuer_name],
  ].filter(([, value]) => value)
}

const listed = (answer) => answer.listedAt && `状态清单签发于 ${formatDateTime(new Date(answer.listedAt).toISOString())}${Date.now() - answer.listedAt > 7_200_000 ? "，这之后的撤销查不出来" : ""}。`

/** One file, big, with everything that it discloses. */
export function fileOutcome(answer, name) {
  const [tone, icon, title] = ANSWERS[answer.kind]
  const lines = [...linesOf(answer), listed(answer)].filter(Boolean)
  const isShown = ["valid", "revoked", "replaced"].includes(answer.kind)
  const facts = isShown && el("section", { class: "v-panel" }, el("h3", {}, answer.kind === "valid" ? "签名数据里的内容" : "证明原来的内容（已不再有效）"),
    el("dl", { class: "v-facts" }, factRows(answer).map(([term, value]) => [el("dt", {}, term), el("dd", {}, value)])))
  return el("div", {}, bigOutcome(tone, icon, title, `文件 ${name}`, ...lines), facts)
}

/** The columns of many files in one table. */
export const COLUMNS = [
  { title: "文件", head: true, value: ({ name }) => name },
  { title: "结果", value: ({ answer }) => el("strong", {}, `${ANSWERS[answer.kind][1]} ${ANSWERS[answer.kind][2]}`) },
  { title: "姓名", value: ({ answer }) => answer.facts?.name ?? "—" },
  { title: "时长", number: true, value: ({ answer }) => (answer.facts?.hours ? `${answer.facts.hours.hours} 小时` : "—") },
  { title: "说明", value: ({ answer }) => el("div", {}, [...linesOf(answer).slice(0, 1), listed(answer)].filter(Boolean).map((line) => el("p", {}, line))) },
]
