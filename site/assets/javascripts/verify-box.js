import { eachElement, onSubmit } from "./dom.js"
import { canonicalCode, codeFault } from "./format.js"
import { clearFaults, showFaults } from "./forms.js"

// The box on the home page: the code travels behind `#`, so that no server log holds it.
eachElement("[data-verify-box]", (form) => {
  const input = form.querySelector("input")
  input.name = "code"
  form.noValidate = true
  onSubmit(form, () => {
    clearFaults(form)
    const fault = codeFault(input.value)
    if (fault) return showFaults(form, [{ field: "code", message: fault }])
    location.assign(`${form.action}#${canonicalCode(input.value)}`)
  })
})
