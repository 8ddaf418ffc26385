"""Everything that can happen in a district, once: so that every route has something to say, and every answer is noted."""

import base64
from datetime import date, timedelta
from typing import Any

from werkzeug.routing import MapAdapter
from werkzeug.test import TestResponse

from functions.seals.models import SealRequestItem
from functions.statistics import jobs
from functions.statistics.cells import ONE, active
from functions.statistics.counting import count
from functions.storage import clock
from functions.storage.transactions import Transaction
from tests.benefits.offers import Counter
from tests.builders import PASSWORD, a_recorder, a_row, a_volunteer, an_id_number
from tests.checkins.doors import at, code
from tests.district import API, District, Person
from tests.files.test_import import a_file, a_line
from tests.hours.test_waiting import log
from tests.seals.test_certificates import PASSWORD as P12_PASSWORD
from tests.seals.test_certificates import a_bought
from tests.stars.served import serve
from tests.transfers.foreign import Foreign, an_hour
from tests.transfers.places import BLOCKS, bring

# They answer with a file, or with nothing: what files hold is looked at in test_privacy_walk.py.
NO_FIELDS = "(no JSON)"
_MAPS = {"minutes_by_day"}  # its keys are dates


def paths_of(value: Any, above: str = "") -> set[str]:
    """The names of all fields, lists as ``[]``."""
    if isinstance(value, dict) and above.rsplit(".", maxsplit=1)[-1] not in _MAPS:
        return {path for name, inner in value.items() for path in paths_of(inner, f"{above}.{name}" if above else name)}
    if isinstance(value, list):
        return {path for inner in value for path in paths_of(inner, f"{above}[]")}
    return {above} if above else set()


class Watched(District):
    """A district that notes the fields of every answer, by route and role."""

    seen: dict[str, dict[str, set[str]]]
    roles: dict[str, str]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        answer = super().ask(method, path, body, **headers)
        if path == "/session" and method == "POST" and answer.status_code < 400:
            self.roles[f"Bearer {answer.get_json()['token']}"] = answer.get_json()["role"]
        if answer.status_code < 400:
            app = self.public if path.startswith("/public/") else self.members
            adapter: MapAdapter = app.url_map.bind("localhost")
            rule, _ = adapter.match(API + path.split("?", maxsplit=1)[0], method=method, return_rule=True)
            role = self.roles.get(headers.get("Authorization", ""), "anyone")
            fields = paths_of(answer.get_json()) if answer.is_json else {NO_FIELDS}
            name = f"{method} {rule.rule.removeprefix(API)}"
            self.seen.setdefault(name, {}).setdefault(role, set()).update(fields)
        return answer


def _a_document() -> dict[str, str]:
    return {"type": "resident_id", "number": an_id_number()}


class Story:
    """Everything that can happen to a few people, so that every route has something to say."""

    def __init__(self, district: District) -> None:
        self.district = Watched(district.members, district.public)
        self.district.seen, self.district.roles = {}, {}
        self.supervisor = self.district.supervisor("fields-supervisor")
        self.recorder = self.district.recorder(self.supervisor)
        self.group = f"/groups/{self.recorder.group_id}"
        document = {"type": "resident_id", "number": an_id_number()}
        self.person = self.district.volunteer(
            name="张小三", document=document, consents=["registration", "verification"]
        )
        self.project = self.district.project(self.recorder, self.person, ends="2026-06-01T00:00:00+08:00")

    def only(self, person: Person, path: str, number: int = 0) -> dict[str, Any]:
        return dict(person.get(path).get_json()["items"][number])

    def everything(self) -> None:
        self.hours()
        self.door()
        self.files()
        self.record()
        self.certificates()
        self.seals()
        self.stars()
        self.rolls()
        self.benefits()
        self.complaints()
        self.slips()
        self.rights()
        self.batches()
        self.successions()
        self.time_bank()
        self.staff()
        self.supervision()
        self.transfers()
        self.accounts()

    def hours(self) -> None:
        log(
            self.recorder,
            self.project,
            a_row(self.person.number),
            a_row(self.person.number, "2026-05-02T22:00", "2026-05-03T08:30"),
        )
        self.recorder.post(f"/projects/{self.project}/roster", {"volunteer_numbers": [self.person.number]})
        times = {"start": "2026-05-06T09:00:00+08:00", "end": "2026-05-06T10:00:00+08:00"}
        claim = {"project_id": self.project, **times, "note": "漏记了"}
        made = self.person.post("/volunteers/me/claims", claim).get_json()
        self.person.ask("DELETE", f"/volunteers/me/claims/{made['entry_id']}")
        made = self.person.post("/volunteers/me/claims", claim).get_json()
        self.recorder.get(f"{self.group}/queue")
        member = self.only(self.recorder, f"{self.group}/members")["volunteer_id"]
        keys = [{"volunteer_id": member, "entry_id": made["entry_id"]}]
        self.recorder.post(f"{self.group}/queue", {"entries": keys, "decision": "confirmed", "reason": ""})
        entries = self.recorder.get(f"/projects/{self.project}/hours").get_json()["items"]
        path = f"/entries/{member}/{entries[0]['entry_id']}"
        change = {"start": "2026-05-01T09:00:00+08:00", "end": "2026-05-01T10:30:00+08:00", "reason": "签到表上是这样"}
        new = self.recorder.post(f"{path}/correction", change).get_json()
        self.person.get(f"{path}/versions".replace(member, "me"))
        self.recorder.get(f"{path}/versions")
        self.supervisor.get(f"{path}/versions")
        self.recorder.post(
            f"/entries/{member}/{new.get('entry_id', entries[-1]['entry_id'])}/void", {"reason": "重复了"}
        )
        self.recorder.post(f"/projects/{self.project}/hours-complete", {"complete": False})
        body = {"kind": "missing", "project_id": self.project, "text": "漏记了一次服务", **times}
        dispute = self.person.post("/volunteers/me/disputes", body).get_json()
        for person in (self.person, self.recorder, self.supervisor):
            person.get(f"/disputes/{dispute['dispute_id']}")
        say = f"/disputes/{dispute['dispute_id']}/messages"
        self.recorder.post(say, {"version": 1, "text": "请问是哪一天", "outcome": ""})
        self.person.post(say, {"version": 2, "text": "五月六日那天", "outcome": ""})
        self.recorder.post(say, {"version": 3, "text": "核对过签到表", "outcome": "rejected"})
        self.person.post(say, {"version": 4, "text": "请主管部门看看", "outcome": "escalated"})
        self.supervisor.get("/disputes/overdue")
        self.supervisor.post(say, {"version": 5, "text": "核对签到表，维持", "outcome": "rejected"})

    def door(self) -> None:
        open_project = self.district.project(
            self.recorder, self.person, name="还在进行的项目", ends="2026-12-31T00:00:00+08:00"
        )
        with at("7 09:00"):
            token = code(self.recorder, open_project, "in", "7 11:00")
            self.person.post("/check-ins", {"token": token})
            self.person.get("/volunteers/me/check-in")
            self.recorder.get(f"/projects/{open_project}/check-ins")
        self.recorder.post(f"/projects/{open_project}/check-ins/close")
        personal = self.person.get("/volunteers/me/personal-code").get_json()
        self.recorder.post(
            f"/projects/{open_project}/check-ins", {"direction": "in", "personal_token": personal["token"]}
        )

    def files(self) -> None:
        content = base64.b64encode(
            a_file(a_line(self.person.number, "2026-05-20"), a_line("12", "2026-05-21"))
        ).decode()
        path = f"{self.group}/imports"
        brought = self.recorder.post(
            path, {"name": "五月.xlsx", "content": content, "project_id": self.project}
        ).get_json()
        piece = f"{path}/{brought['import_id']}/pieces/0"
        self.recorder.post(piece, {"act": "check"})
        numbers = {
            "name": "名单.csv",
            "content": base64.b64encode(f"志愿者编号\n{self.person.number}\n12\n".encode()).decode(),
        }
        self.recorder.post(f"{self.group}/trainings/numbers", numbers)

    def certificates(self) -> None:
        self.code = self.person.post("/certificates", {}).get_json()["code"]
        spare = self.person.post("/certificates", {}).get_json()["code"]
        self.person.get(f"/certificates/{self.code}/pdf")
        self.person.get(f"/certificates/{self.code}/credential")
        [key] = self.supervisor.get("/signing-keys").get_json()["items"]
        self.supervisor.ask("PUT", f"/signing-keys/{key['kid']}/state", {"state": "retired", "reason": "每年更换"})
        self.district.get(f"/public/certificates/{self.code}")
        self.district.post(f"/public/certificates/{self.code}/looks", {})
        self.person.post(f"/certificates/{spare}/revocation", {"kind": "holder_request", "reason": "不用了"})
        self.district.get(f"/public/certificates/{spare}")
        for purpose in ("verification", "publication"):
            self.person.ask("PUT", f"/volunteers/me/consents/{purpose}", {"agreed": True})
        body = {"receiver": "某学校", "blocks": ["person", "totals", "service", "training", "commendations"]}
        self.person.post("/volunteers/me/shares", {**body, "until": "2026-12-31"})
        share = self.only(self.person, "/volunteers/me/shares")
        self.district.post("/shares/view", {"token": share["token"]})
        self.person.get("/volunteers/me/shares")
        self.person.post(f"/volunteers/me/shares/{share['share_id']}/end")

    def batches(self) -> None:
        agreed = {"agreed": True}
        self.person.ask("PUT", "/volunteers/me/consents/batch_certificate", agreed)
        asked = {"volunteer_numbers": [self.person.number, "12"], "reason": "综合素质评价", "from": "2026-05-01"}
        made = self.recorder.post(f"{self.group}/certificate-batches", asked).get_json()
        path = f"/certificate-batches/{made['batch_id']}"
        self.recorder.post(f"{path}/pieces/0")
        for look in (path, f"{path}/lines", f"{path}/papers?first=1&last=1", f"{path}/papers/1"):
            self.recorder.get(look)
        replaced = next(
            item for item in self.person.get("/certificates").get_json()["items"] if item["can_reissue"]
        )  # the name was corrected
        self.person.post(f"/certificates/{replaced['code']}/reissue")
        self.person.get(f"/certificates/{replaced['code']}/history")

    def successions(self) -> None:
        gone = self.district.recorder(self.supervisor, name="桥头志愿队")
        end = {"ending": "merged", "successor_id": self.recorder.group_id, "on": "2026-06-01", "reason": "批复第 8 号"}
        made = self.supervisor.post(f"/groups/{gone.group_id}/succession", end).get_json()
        self.district.get(f"/public/groups/{gone.group_id}/succession")
        for person in (gone, self.supervisor):
            person.get(f"/groups/{gone.group_id}")
        self.supervisor.get("/groups?state=approved")
        self.recorder.get("/groups/mine")
        self.supervisor.post(f"/successions/{made['succession_id']}/undo", {"reason": "批复没有生效"})

    def seals(self) -> None:
        group, own = f"{self.group}/seals", f"/certificates/{self.code}"
        self.person.get(f"{own}/seal-groups")
        asked = {"group_id": self.recorder.group_id, "note": "升学用"}
        first = self.person.post(f"{own}/seals", asked).get_json()["request_id"]
        self.person.post(f"/seals/{first}/withdrawal")
        self.person.post(f"{own}/seals", asked)
        late = SealRequestItem.get(first)
        late.due = clock.now() - timedelta(days=1)
        late.save()
        self.supervisor.get("/seals/overdue")
        for path in (group, f"{group}/{first}", f"{group}/{first}/pdf", f"{group}?state=all"):
            self.recorder.get(path)
        keys = {"requests": [{"request_id": first, "version": 3}], "decision": "sealed", "reason": ""}
        for _ in range(2):  # done, and too late
            self.recorder.post(f"{group}/decisions", keys)
        self.person.get(f"/seals/{first}/pdf")
        self.supervisor.get("/seal-certificates/authority/pem")
        bought = {"content": base64.b64encode(a_bought()).decode(), "password": P12_PASSWORD}
        made = self.supervisor.post(f"{self.group}/seal-certificates", bought).get_json()
        path = f"{self.group}/seal-certificates/{made['thumbprint']}/revocation"
        self.supervisor.post(path, {"reason": "保管的电脑丢失"})

    def rolls(self) -> None:
        asked = {"title": "优秀志愿者", "from": "2026-05-01", "to": "2026-05-31", "least_minutes": 1}
        for person, path in ((self.recorder, f"{self.group}/rolls"), (self.supervisor, "/rolls")):
            made = person.post(path, asked).get_json()
            while made["state"] == "gathering":
                made = person.post(f"/rolls/{made['roll_id']}/pieces").get_json()
            person.get(f"/rolls/{made['roll_id']}")
            new = person.post(f"/rolls/{made['roll_id']}/publication", {"version": made["version"]}).get_json()
            place = self.only(self.district, "/public/rolls")["roll"]  # type: ignore[arg-type]
            self.district.get(f"/public/rolls/{place}")
            body = {"version": new["version"], "reason": "条件写错了"}
            person.post(f"/rolls/{made['roll_id']}/withdrawal", body)

    def stars(self) -> None:
        own = self.district.volunteer(name="钱七", document={"type": "resident_id", "number": an_id_number()})
        self.recorder.post(f"{self.group}/members", {"volunteer_number": own.number})
        project = self.district.project(self.recorder, own, name="长期项目", starts="2026-01-01T00:00:00+08:00")
        serve(self.recorder, project, own.number, 6000)
        made = own.post("/volunteers/me/stars", {"star": 1}).get_json()
        own.ask("DELETE", f"/volunteers/me/stars/{made['application_id']}")
        own.post("/volunteers/me/stars", {"star": 1})
        one = self.only(self.supervisor, "/star-applications")
        key = {"application_id": one["application_id"], "version": one["version"]}
        self.supervisor.post("/star-applications/decisions", {"applications": [key], "decision": "granted"})
        self.supervisor.get("/star-applications?state=decided")
        star = own.post("/certificates/star", {}).get_json()
        self.district.get(f"/public/certificates/{star['code']}")
        own.get("/volunteers/me/stars")
        entry = self.recorder.get(f"/projects/{project}/hours").get_json()["items"][0]
        self.recorder.post(f"/entries/{entry['volunteer_id']}/{entry['entry_id']}/void", {"reason": "签到表上没有"})
        short = self.only(self.supervisor, "/star-applications/short")
        body = {"version": short["version"], "reason": "作废以后不足"}
        self.supervisor.post(f"/star-applications/{short['application_id']}/revocation", body)
        levels = {"version": 0, "levels": ["group", *["district"] * 4], "reason": "区里规定"}
        self.supervisor.ask("PUT", "/star-policy", levels)
        again = {"star": 1, "group_id": self.recorder.group_id}
        serve(self.recorder, project, own.number, 1200, date(2026, 3, 1))
        own.post("/volunteers/me/stars", again)
        self.recorder.get(f"{self.group}/star-applications")

    def benefits(self) -> None:
        counter = Counter(self.district, self.supervisor, quota=5, per_person=2)
        Counter(self.district, self.supervisor, least_star=5)
        self.district.post("/benefits/look", {"token": counter.token})
        for act in ("check", "use"):
            counter.ask(act, counter.code(self.person))
        self.supervisor.get(f"/benefits/{counter.benefit_id}/uses")
        counter.change(quota=6)
        counter.end(version=2)

    def record(self) -> None:
        row = {"volunteer_number": self.person.number, "punctuality": 5, "attitude": 4, "skill": 5, "words": "认真"}
        path = f"/projects/{self.project}/evaluations"
        self.recorder.post(path, {"rows": [row]})
        self.recorder.post(path, {"rows": [{**row, "skill": 4, "version": 1}]})
        own = f"/volunteers/me/evaluations/{self.project}"
        self.person.post(f"{own}/answer", {"version": 2, "text": "谢谢，继续努力"})
        self.person.post(f"{own}/group", {"score": 5, "words": "组织得好"})
        for person in (self.recorder, self.supervisor):
            person.get(f"{self.group}/rating")
        facts = {
            "topic": "急救", "content": "心肺复苏", "starts": "2026-05-01", "place": "社区", "class_hours": "2.5",
            "kind": "general", "mode": "in_person", "contact": "王联系",
        }  # fmt: skip
        training = {**facts, "volunteer_numbers": [self.person.number]}
        made = self.recorder.post(f"{self.group}/trainings", training).get_json()
        path = f"/trainings/{made['training_id']}"
        self.recorder.post(f"{path}/corrections", {**facts, "class_hours": "3", "version": 1, "reason": "学时写错了"})
        other = self.district.volunteer(name="李四", document={"type": "resident_id", "number": an_id_number()})
        self.recorder.post(f"{self.group}/members", {"volunteer_numbers": [other.number]})
        self.recorder.post(f"{path}/attendees", {"volunteer_numbers": [other.number]})
        self.recorder.post(f"{path}/attendees/remove", {"volunteer_number": other.number, "reason": "没有到场"})
        self.recorder.get(f"{path}/attendees")
        self.recorder.ask("DELETE", f"{self.group}/members/{other.number}")
        proof = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 50).decode()
        honour = {"name": "优秀志愿者", "date": "2026-05-01", "level": "city", "granting_body": "市志愿服务联合会"}
        claim = {**honour, "group_id": self.recorder.group_id, "evidence": proof}
        claimed = self.person.post("/volunteers/me/commendations", claim).get_json()
        self.recorder.get(f"{self.group}/commendations?state=pending")
        path = f"/commendations/{claimed['commendation_id']}"
        for person in (self.person, self.recorder, self.supervisor):
            person.get(f"{path}/evidence")
        self.recorder.post(f"{path}/decision", {"decision": "in_force", "reason": ""})
        self.recorder.post(f"{path}/void", {"reason": "录错了"})
        self.recorder.post(
            f"{self.group}/commendations", {**honour, "name": "先进", "volunteer_numbers": [self.person.number]}
        )
        waiting = self.person.post("/volunteers/me/commendations", {**honour, "name": "抗洪先进"}).get_json()
        self.supervisor.get("/commendations/pending")
        path = f"/commendations/{waiting['commendation_id']}"
        self.supervisor.post(f"{path}/decision", {"decision": "in_force", "reason": ""})
        self.supervisor.post(f"{path}/void", {"reason": "名单里没有"})
        self.recorder.post(f"{self.group}/members/{self.person.number}/record", {"reason": ""})

    def complaints(self) -> None:
        body = {
            "text": "六月一日上午对老人态度很差",
            "group": "桥头队",
            "contact": {"name": "王小明", "phone": "13800138222"},
        }
        receipt = self.district.post("/complaints", body).get_json()["code"]
        self.district.post("/complaints/add", {"code": receipt, "text": "穿红色马甲的那位"})
        one = self.only(self.supervisor, "/complaints")
        path = f"/complaints/{one['complaint_id']}"
        self.supervisor.post(f"{path}/group", {"version": 2, "group_id": self.recorder.group_id})
        self.recorder.post(f"{path}/group", {"version": 3, "group_id": "", "note": "不是本团体的活动"})
        self.supervisor.post(f"{path}/group", {"version": 4, "group_id": self.recorder.group_id})
        told = {"version": 5, "volunteer_number": self.person.number, "told": "有人反映态度不好"}
        self.recorder.post(f"{path}/begin", told)
        self.person.post(f"/volunteers/me/complaints/{one['complaint_id']}/statement", {"text": "当时声音大了一些"})
        self.recorder.post(
            f"{path}/outcome", {"version": 7, "outcome": "upheld", "finding": "核实以后属实", "reply": "已批评教育"}
        )
        again = {"version": 8, "outcome": "not_upheld", "finding": "另有两人证明", "reply": "复核后不属实"}
        self.supervisor.post(f"{path}/outcome", again)
        for person in (self.recorder, self.supervisor):
            person.get(path)
        self.district.post("/complaints/view", {"code": receipt})
        self.recorder.post(f"{self.group}/complaints", {"text": "六月二日当面收到的投诉内容"})
        second = self.only(self.supervisor, "/complaints")
        begin = {"version": 1, "volunteer_number": "", "told": ""}
        self.supervisor.post(f"/complaints/{second['complaint_id']}/begin", begin)

    def slips(self) -> None:
        numbers = [an_id_number() for _ in range(3)]
        people = [{"name": "努尔兰", "document": {"type": "resident_id", "number": number}} for number in numbers]
        self.recorder.post(f"{self.group}/slips", {"people": people})
        slips = self.recorder.get(f"{self.group}/slips").get_json()["items"]
        self.district.post("/slips/view", {"code": slips[0]["code"]})
        self.district.post("/slips/deny", {"code": slips[0]["code"]})
        self.recorder.ask("DELETE", f"{self.group}/slips/{slips[1]['slip_id']}")
        for number in numbers:
            person = a_volunteer(name="努尔兰", document={"type": "resident_id", "number": number})
            self.district.post("/slips/confirm", {"code": slips[2]["code"], "registration": person})

    def rights(self) -> None:
        why = {"text": "登记时打错了"}
        made = self.person.post(
            "/volunteers/me/corrections", {"field": "skills", "value": "急救、驾驶", **why}
        ).get_json()
        self.person.post(f"/volunteers/me/requests/{made['request_id']}/withdraw")
        self.person.post("/volunteers/me/corrections", {"field": "name", "value": "张晓三", **why})
        other = {"type": "resident_id", "number": an_id_number()}
        self.district.post("/document-disputes", {"name": "王五", "document": other, "phone": "13800138333", **why})
        for one in self.supervisor.get("/requests").get_json()["items"]:
            decision = {"version": 1, "decision": "granted", "note": "已核对证件原件"}
            self.supervisor.post(f"/requests/{one['request_id']}/decision", decision)
        self.supervisor.get("/requests?state=all")
        asked = {
            "volunteer_number": self.person.number,
            "purpose": "publication",
            "agreed": True,
            "note": "本人到场核对",
        }
        self.supervisor.post("/consents/assisted", asked)
        twin = self.district.volunteer(name="张小三", document={"type": "resident_id", "number": an_id_number()})
        pair = {"kept": self.person.number, "gone": twin.number}
        self.supervisor.post("/merges/preview", pair)
        merged = self.supervisor.post("/merges", {**pair, "reason": "本人带证件到场"}).get_json()
        self.supervisor.post(f"/merges/{merged['merge_id']}/undo", {"reason": "弄错了，不是同一人"})
        twin = self.district.log_in(twin.number)
        twin.post("/volunteers/me/closing", {"text": "不再参加服务"})

    def time_bank(self) -> None:
        terms = dict(self.supervisor.get("/timebank-terms").get_json())
        changed = {name: value for name, value in terms.items() if name != "set_at"}
        opened = {**changed, "enabled": True, "gifts_allowed": True, "expiry_months": 24, "reason": "区里决定"}
        self.supervisor.ask("PUT", "/timebank-terms", opened)
        own, other = "/volunteers/me/timebank", self.district.volunteer(name="李四", document=_a_document())
        self.person.post(f"{own}/deposits", {"everything": True})
        self.person.post(f"{own}/gifts", {"volunteer_number": other.number, "minutes": 10})
        asked = {"volunteer_number": other.number, "minutes": 20, "what": "陪老人去医院"}
        made = self.person.post("/timebank/requests", asked).get_json()
        path = f"/timebank/requests/{made['request_id']}/steps"
        other.get(f"{own}/requests?side=server")
        other.post(path, {"version": 1, "to": "accepted"})
        self.person.post(path, {"version": 2, "to": "done"})
        accounts = f"/timebank/accounts/{self.person.number}"
        self.supervisor.get(accounts)
        leg = self.only(self.supervisor, f"{accounts}/statement")
        self.supervisor.post(f"{accounts}/reversals", {"leg_id": leg["leg_id"], "reason": "登记错了"})

    def staff(self) -> None:
        sign = self.only(self.supervisor, "/signs")
        self.supervisor.get(f"/signs/{sign['sign_id']}")
        answer = {"version": sign["version"], "outcome": "explained", "note": "核对过签到表"}
        self.supervisor.post(f"/signs/{sign['sign_id']}/answer", answer)
        guardian = {"name": "王母", "relation": "母亲", "phone": "13800138000"}
        document = {"type": "resident_id", "number": an_id_number("20150101")}
        child = self.district.volunteer(name="小小王", document=document, guardian=guardian)
        self.recorder.post(f"{self.group}/members", {"volunteer_number": child.number})
        self.recorder.post(f"{self.group}/members/{child.number}/record", {"reason": "核对社会实践时长"})
        policy = self.supervisor.get("/hours-policy").get_json()
        changed = {name: policy[name] for name in (
            "version", "rounding", "minimum_minutes", "review_above_minutes", "daily_cap_minutes", "back_fill_quota",
            "dispute_workdays", "allow_override",
        )}  # fmt: skip
        self.supervisor.ask("PUT", "/hours-policy", {**changed, "back_fill_quota": 40, "reason": "按区里规定"})
        self.recorder.post(f"{self.group}/recorders", a_recorder(login="second-recorder", name="赵二"))

    def supervision(self) -> None:
        asked = {"from": "2026-05-01", "to": "2026-05-31", "count": 2}
        draw = self.supervisor.post("/draws", asked).get_json()
        path = f"/draws/{draw['draw_id']}"
        while not draw["is_read"]:
            draw = self.supervisor.post(f"{path}/pieces").get_json()
        self.supervisor.post(f"{path}/draw")
        for look in (path, f"{path}/entries", f"{path}/entries/1"):
            self.supervisor.get(look)
        self.supervisor.post(f"{path}/entries/1/finding", {"finding": "differs", "words": "签到表上没有"})
        for look in (f"/public{path}", f"/public{path}/population"):
            self.district.get(look)
        facts = {"facts": "签到表上没有", "demand": "作废", "workdays": 5, "draw_id": draw["draw_id"], "rank": 1}
        order = self.supervisor.post(f"{self.group}/orders", facts).get_json()
        self.measure(order)
        answer = {"version": 1, "text": "已作废"}
        self.recorder.post(f"/orders/{order['measure_id']}/answer", answer)
        accepted = {"version": 2, "decision": "accepted", "text": "核对无误"}
        self.supervisor.post(f"/orders/{order['measure_id']}/decision", accepted)
        held = self.supervisor.post(
            f"{self.group}/suspensions", {"reason": "整改期间", "until": "2026-06-30"}
        ).get_json()
        for person in (self.recorder, self.supervisor):
            person.get(self.group)
        self.recorder.get("/groups/mine")
        self.supervisor.get("/groups?state=approved")
        self.supervisor.post(f"/suspensions/{held['measure_id']}/lifting", {"version": 1, "text": "整改完成"})
        text = {"facts": "虚报时长", "decision": "通报批评", "order_id": order["measure_id"]}
        notice = self.supervisor.post(f"{self.group}/notices", text).get_json()
        path = f"/measures/{notice['measure_id']}/appeal"
        self.recorder.post(path, {"version": 1, "text": "签到表补交了"})
        self.district.supervisor("fields-judge").post(
            f"{path}/decision", {"version": 2, "decision": "rejected", "text": "复核了签到表"}
        )
        self.measure(notice)
        taken = {"version": 3, "text": "期限已满"}
        self.supervisor.post(f"/notices/{notice['measure_id']}/withdrawal", taken)
        for kind in ("open_appeals", "order", "suspension", "notice"):
            self.supervisor.get(f"/measures?list={kind}")

    def transfers(self) -> None:
        document = _a_document()
        leaving = self.district.volunteer(name="孙八", document=document)
        receiver = {"name": "成都市民政局", "region": "四川省", "contact": "028-1"}
        asked = {"receiver": receiver, "blocks": list(BLOCKS), "agreed": True}
        own = "/volunteers/me/transfers"
        spare = leaving.post(own, asked).get_json()
        leaving.post(f"{own}/{spare['transfer_id']}/cancel")
        made = leaving.post(own, asked).get_json()
        path = f"{own}/{made['transfer_id']}"
        leaving.post(f"{path}/pieces")
        leaving.post(f"{path}/hand-over")
        leaving.get(path)
        leaving.get(own)
        leaving.get(f"{path}/package/0")
        leaving.get("/volunteers/me/record")
        foreign = Foreign()
        foreign.is_trusted_by(self.supervisor)
        leaving.post(f"{path}/return", {"reason": "对方没有接收"})
        waiting = self.only(self.supervisor, "/transfers/returns")
        kept = {"version": waiting["version"], "decision": "refused", "reason": "对方说已经接收"}
        self.supervisor.post(f"/transfers/{made['transfer_id']}/return-decision", kept)
        answer = foreign.answer(leaving.get(f"{path}/package/0").get_data())
        leaving.post(f"/transfers/{made['transfer_id']}/answer", {"answer": answer})
        leaving.get(path)
        self.supervisor.post(f"/transfers/{made['transfer_id']}/answer", {"answer": answer})
        coming = self.district.volunteer(name="周九", document=_a_document())
        content = foreign.package(document["number"], [an_hour(1)])
        bring(coming, content)
        document = _a_document()
        coming = self.district.volunteer(name="吴十", document=document)
        stars = {"stars.json": {"star": 1, "since": "2026-01-01", "scheme": "x"}}
        content = foreign.package(document["number"], [an_hour(1), an_hour(2)], stars, blocks=["hours", "stars"])
        for person in (self.supervisor, coming):
            told = bring(person, content, coming.number)
        path = f"/arrivals/{told['arrival_id']}"
        for person in (self.supervisor, coming):
            person.get(path)
            person.get(f"{path}/pieces/0")
        self.supervisor.get("/arrivals")
        self.supervisor.post(f"{path}/pieces/0", {"decision": "refused", "reason": "不是志愿服务", "lines": [0]})
        self.supervisor.post(f"{path}/pieces/0", {"decision": "accepted"})
        self.supervisor.post(f"{path}/blocks/stars", {"decision": "refused", "reason": "时长还不够"})
        self.supervisor.post(f"{path}/close")
        for person in (self.supervisor, coming):
            person.get(f"{path}/answer")
        coming.get("/volunteers/me/arrivals")
        self.supervisor.get("/arrivals/all")
        sender = self.only(self.supervisor, "/trusted-senders")
        self.supervisor.post(f"/trusted-senders/{sender['sender_id']}/end", {"reason": "换了公钥"})
        self.supervisor.get("/trusted-senders")

    def measure(self, one: dict[str, Any]) -> None:
        for person in (self.recorder, self.supervisor):
            person.get(f"/measures/{one['measure_id']}")

    def accounts(self) -> None:
        second = self.district.log_in("second-recorder")
        second.ask("PUT", "/session/password", {"old_password": PASSWORD, "new_password": "another horse battery"})
        second.ask("DELETE", "/session")
        spare = self.district.volunteer(name="赵六", document={"type": "resident_id", "number": an_id_number()})
        spare.ask("DELETE", "/session/all")

    def look_everywhere(self) -> None:
        """Every GET that names nothing but the group, the project or the person's own."""
        count(astray := Transaction(), (active("2026"), ONE))
        astray.commit()
        jobs.recount()
        jobs.publish()
        names = {"group_id": self.recorder.group_id, "project_id": self.project, "purpose": "registration"}
        for app in (self.district.members, self.district.public):
            for rule in app.url_map.iter_rules():
                path = rule.rule.removeprefix(API)
                for name, value in names.items():
                    path = path.replace(f"<{name}>", value)
                if (
                    "GET" in (rule.methods or set())
                    and "<" not in path
                    and not path.endswith(("/export", "/check-in-code"))
                ):
                    for person in (None, self.person, self.recorder, self.supervisor):
                        (person or self.district).get(path)
        self.recorder.get(f"{self.group}/export?kind=xlsx&from=2026-01-01&to=2026-12-31")
        self.supervisor.get("/groups?state=approved")
        self.recorder.get(f"{self.group}/disputes?state=all")
        self.recorder.get(f"/projects?group_id={self.recorder.group_id}")
        imported = self.only(self.recorder, f"{self.group}/imports")
        self.recorder.get(f"{self.group}/imports/{imported['import_id']}")
        self.recorder.get(f"{self.group}/imports/{imported['import_id']}/pieces/0")
