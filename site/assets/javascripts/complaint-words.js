import { statusTag } from "./tag.js"

const KINDS = { received: "pending", investigating: "pending", upheld: "refused", not_upheld: "approved", not_accepted: "closed" }

/** The state of a complaint as a tag. */
export const complaintTag = (complaint) => statusTag(KINDS[complaint.state], complaint.state_name)
