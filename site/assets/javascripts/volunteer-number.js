/** A volunteer number as digits: full width and spaces do not matter. */
export function canonicalNumber(typed) {
  return typed.normalize("NFKC").replace(/\s/gu, "")
}

// ISO 7064 MOD 11,10, as the server checks it.
function checks(digits) {
  let rest = 5
  for (const digit of digits) rest = ((((rest || 10) * 2) % 11) + Number(digit)) % 10
  return rest === 1
}

/** What is wrong with a typed volunteer number, as a sentence that says how to mend it; null when it is well formed. */
export function numberFault(typed) {
  const number = canonicalNumber(typed)
  if (/^[\d.]+E\+?\d+$/iu.test(number)) return "编号被表格软件改成了科学计数。请把那一列设为“文本”，重新填写后再粘贴。"
  if (/^\d{17}[\dX]$/iu.test(number)) return "这里填 16 位志愿者编号，不要填身份证号码。"
  if (!/^\d+$/u.test(number)) return "志愿者编号只有数字，请对照检查。"
  if (number.length !== 16) return `志愿者编号共 16 位，现在是 ${number.length} 位，请对照检查。`
  if (checks(number)) return null
  if (number.endsWith("0")) return "编号有误。如果是从表格粘贴的，末位可能被改成了 0：请把那一列设为“文本”再试。"
  return "编号有误，可能有一位输错，请逐位对照检查。"
}
