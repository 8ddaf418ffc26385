import { api } from "./api.js"
import { enhanceForm } from "./forms.js"
import { notice, showIn } from "./notice.js"
import { repeatFaults } from "./password.js"

/** Change the password; `changed()` is called after it. The hidden login name is for the browser's own password store. */
export function startPassword(part, who, changed) {
  const form = part.querySelector("form")
  form.elements.username.value = who.login
  enhanceForm(form, {
    shape: ({ old_password, new_password }) => ({ old_password, new_password }),
    check: () => repeatFaults(form, "new_password", "password_again"),
    send: (values, { key }) => api.put("/session/password", values, { key }),
    done: () => {
      form.reset()
      form.elements.username.value = who.login
      showIn(form.querySelector(".v-form-message"), notice("good", "密码已经修改", "其他设备上的登录已经全部退出。"))
      changed()
    },
    busy: "正在修改…",
  })
}
