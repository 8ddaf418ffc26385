const KEY = "login-name"

/** Keep a fresh login name for the log-in page, until this window is closed. */
export function rememberLogin(name) {
  try {
    sessionStorage.setItem(KEY, name)
  } catch {
    // It must be typed then.
  }
}

/** The name to offer at log-in; "" when there is none. */
export function rememberedLogin() {
  try {
    return sessionStorage.getItem(KEY) ?? ""
  } catch {
    return ""
  }
}
